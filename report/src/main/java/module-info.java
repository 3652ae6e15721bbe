/// HTML reports of studies and of starts.
module dev.seedbed.report {
  requires de.siegmar.fastcsv;
  requires transitive dev.seedbed.core;
  requires transitive dev.seedbed.io;
  requires static org.jspecify;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  exports dev.seedbed.report;

  opens dev.seedbed.report to
      dev.seedbed.io;
}
