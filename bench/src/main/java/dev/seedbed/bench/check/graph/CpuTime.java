package dev.seedbed.bench.check.graph;

import java.lang.management.ManagementFactory;

/// The time that this thread has computed. Others use the same machine, so that a clock says
/// little.
final class CpuTime {
  private CpuTime() {}

  static double seconds() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
  }
}
