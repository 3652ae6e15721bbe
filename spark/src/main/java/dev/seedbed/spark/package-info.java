/// Studies on Apache Spark.
@NullMarked
package dev.seedbed.spark;

import org.jspecify.annotations.NullMarked;
