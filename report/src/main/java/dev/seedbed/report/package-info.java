/// The report: one HTML file that tells the story of a run at a glance, and needs nothing else.
@NullMarked
package dev.seedbed.report;

import org.jspecify.annotations.NullMarked;
