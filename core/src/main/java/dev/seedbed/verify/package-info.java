/// Is a tensor a draw of the law that was meant? What is kept of its elements, and the tests of
/// them.
@NullMarked
package dev.seedbed.verify;

import org.jspecify.annotations.NullMarked;
