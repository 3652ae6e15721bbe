/// Drawing, checking, training and racing starts of neural networks.
module dev.seedbed.core {
  requires static jdk.incubator.vector;
  requires static org.jspecify;

  exports dev.seedbed.check;
  exports dev.seedbed.check.chain;
  exports dev.seedbed.check.result;
  exports dev.seedbed.data;
  exports dev.seedbed.init;
  exports dev.seedbed.model;
  exports dev.seedbed.network;
  exports dev.seedbed.random;
  exports dev.seedbed.score;
  exports dev.seedbed.statistics;
  exports dev.seedbed.study;
  exports dev.seedbed.tensor;
  exports dev.seedbed.train;
  exports dev.seedbed.luck to
      dev.seedbed.io,
      dev.seedbed.report;
  exports dev.seedbed.verify to
      dev.seedbed.io,
      dev.seedbed.report;
  exports dev.seedbed.distribution to
      dev.seedbed.io;
  exports dev.seedbed.descent to
      dev.seedbed.io;
  exports dev.seedbed.jvm to
      dev.seedbed.io,
      dev.seedbed.report;
  exports dev.seedbed.graph to
      dev.seedbed.io;
  exports dev.seedbed.check.graph to
      dev.seedbed.io;
  exports dev.seedbed.kernel to
      dev.seedbed.io;
  exports dev.seedbed.notation to
      dev.seedbed.io,
      dev.seedbed.report;
}
