/// What this machine offers, and whether Seedbed computes on it what it computes everywhere.
@NullMarked
package dev.seedbed.cli.doctor;

import org.jspecify.annotations.NullMarked;
