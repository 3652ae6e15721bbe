/// The JSON documents of a run as records: `study.json` and `result.json`.
@NullMarked
package dev.seedbed.io.document;

import org.jspecify.annotations.NullMarked;
