/// Files: tables, models, checks of them, and run folders.
module dev.seedbed.io {
  requires transitive dev.seedbed.core;
  requires aircompressor;
  requires com.fasterxml.jackson.annotation;
  requires com.google.protobuf;
  requires de.siegmar.fastcsv;
  requires dev.hardwood.core;
  requires io.jhdf;
  requires java.logging;
  requires jdk.jfr;
  // Nothing but aircompressor needs it, and it has no module descriptor.
  requires jdk.unsupported;
  // Nothing but jhdf needs these two, and it has no module descriptor.
  requires org.apache.commons.lang3;
  requires org.slf4j;
  requires static org.jspecify;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  exports dev.seedbed.io;
  exports dev.seedbed.io.check;
  exports dev.seedbed.io.model;
  exports dev.seedbed.io.run;
  exports dev.seedbed.io.start;
  exports dev.seedbed.io.table;
  exports dev.seedbed.io.document to
      dev.seedbed.report;
  exports dev.seedbed.io.file to
      dev.seedbed.report;
  exports dev.seedbed.io.results to
      dev.seedbed.report;
  exports dev.seedbed.io.verify to
      dev.seedbed.report;

  opens dev.seedbed.io.document to
      tools.jackson.databind;
}
