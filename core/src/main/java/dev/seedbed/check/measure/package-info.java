/// What is measured of a start, whatever the verdict: the rules see this and no network.
@NullMarked
package dev.seedbed.check.measure;

import org.jspecify.annotations.NullMarked;
