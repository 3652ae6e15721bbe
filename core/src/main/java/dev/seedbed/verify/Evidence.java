package dev.seedbed.verify;

/// The result of one test of a tensor.
///
/// @param p the probability that a draw of the law departs from it as far by chance, or farther; an
///   upper bound of it
/// @param found the statistic: of MEAN and SCALE the mean and the standard deviation, of TAILS the
///   distance of the farthest element from the law's mean, of SHAPE the Kolmogorov–Smirnov
///   distance, of FINITE the number of elements that are not, of VALUE and VARIATION one of the
///   elements, of STRUCTURE the relative distance from it
/// @param promised what it was to be, as far as the law says
public record Evidence(Aspect aspect, double p, double found, double promised) {}
