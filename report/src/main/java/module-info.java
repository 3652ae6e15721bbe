/// HTML reports of studies and of starts.
module dev.seedbed.report {
  requires transitive dev.seedbed.io;
  requires de.siegmar.fastcsv;
  requires static org.jspecify;

  exports dev.seedbed.report;

  opens dev.seedbed.report to
      tools.jackson.databind;
}
