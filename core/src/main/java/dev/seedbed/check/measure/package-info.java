/// The measurements of a start. Rules see only these, not the network.
@NullMarked
package dev.seedbed.check.measure;

import org.jspecify.annotations.NullMarked;
