// What the options of all charts have in common, as Apache ECharts takes them.

// A colour of the page, light or dark, by its name in report.css.
const colour = (name) =>
  getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

const COLOURS = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5'];
const lineColour = (number) => colour(COLOURS[number % COLOURS.length]);

// Colours from the first layer to the last, readable on white and on black.
const LAYER_COLOURS = [
  [0x3b, 0x6f, 0xc4],
  [0x2f, 0x9c, 0xa6],
  [0x7f, 0xae, 0x3f],
  [0xdf, 0x9a, 0x1f],
  [0xd8, 0x4f, 0x2a],
];
const layerColour = (layer, layers) => {
  const at = layers === 1 ? 0 : (layer / (layers - 1)) * (LAYER_COLOURS.length - 1);
  const from = Math.min(Math.floor(at), LAYER_COLOURS.length - 2);
  const parts = LAYER_COLOURS[from].map((low, i) =>
    Math.round(low + (at - from) * (LAYER_COLOURS[from + 1][i] - low)));
  return '#' + parts.map((part) => part.toString(16).padStart(2, '0')).join('');
};

// A name from data: no longer than there is room for, and without what ECharts would take for the
// name of a style, or JavaScript for that of a prototype. The joiner is not seen.
const MOST_LETTERS = 60;
const JOINER = '\u2060';
const text = (name) => {
  const letters = [...name];
  const some = letters.length > MOST_LETTERS ? letters.slice(0, MOST_LETTERS).join('') + '…' : name;
  return some.replaceAll('{', '{' + JOINER).replace(/^__/, JOINER + '__');
};

const short = (value, digits) => {
  const size = Math.abs(value);
  return value !== 0 && (size < 1e-3 || size >= 1e7)
    ? String(Number(value.toPrecision(digits)).toExponential()).replace('e+', 'e')
    : String(Number(value.toPrecision(digits)));
};
// A number to four digits, as the tables have it.
const number = (value) => {
  if (value === null) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const words = size >= 1e-3 && size < 1e6 ? value.toPrecision(4) : value.toExponential(3);
  return words.replace(/e([+-])(\d)$/, 'e$10$2');
};
const grouped = (count) => count.toLocaleString('en-US');

const finite = (values) => values.filter((value) => value !== null);
const least = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
const greatest = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);

// Marks on an axis are round; nine digits tell them apart where they lie close.
const marks = (formatter) => ({ formatter, hideOverlap: true });
const axis = (name) => ({
  type: 'value', name, nameLocation: 'middle', nameGap: 30, axisLabel: marks((value) => short(value, 9)),
});
// An axis at the left.
const upright = (name) => ({ ...axis(name), nameGap: 48, scale: true });
const names = (name, data) => ({ type: 'category', name, nameLocation: 'middle', nameGap: 30, data });
// An axis at the left by logarithms, in whole powers of ten. Its numbers are the exponents (see at),
// and its marks say what they stand for: ECharts' own takes what is below 1e-10 for 0.
const logarithmic = (name, values) => {
  const logs = { ...upright(name), powers: true, minInterval: 1, axisLabel: marks((value) => short(10 ** value, 3)) };
  if (values.length === 0) return logs;
  const min = Math.floor(Math.log10(least(values)));
  return { ...logs, min, max: Math.max(Math.ceil(Math.log10(greatest(values))), min + 1) };
};
// An axis for losses, or other scores: logarithmic if they lie far apart.
const FAR = 8;
const lossAxis = (losses, name = 'validation loss') => {
  const low = least(losses);
  return low > 0 && greatest(losses) > FAR * low
    ? logarithmic(name, losses)
    : upright(name);
};

// Where a number stands on an axis; a gap if there is none.
const at = (yAxis, value) => (value === null ? '-' : yAxis.powers ? Math.log10(value) : value);
const gaps = (values) => values.map((value) => value ?? '-');

const options = (tooltip, powers) => ({
  color: COLOURS.map(colour),
  animation: false,
  tooltip: {
    // Not HTML: names from data stay text.
    renderMode: 'richText',
    confine: true,
    valueFormatter: (value) =>
      typeof value === 'number' ? short(powers ? 10 ** value : value, 5) : String(value),
    ...tooltip,
  },
});
// With two axes and zoom along the first.
const plane = (xAxis, yAxis, tooltip) => ({
  ...options(tooltip, yAxis.powers),
  grid: { left: 64, right: 24, top: 32, bottom: 48 },
  // An exponent of 0 is nothing special.
  xAxis: { ...xAxis, axisLine: { onZero: !yAxis.powers } },
  yAxis,
  // With Ctrl, so that the wheel alone scrolls the page.
  dataZoom: [{ type: 'inside', zoomOnMouseWheel: 'ctrl', xAxisIndex: 'all' }],
});
const withLegend = (option) => ({
  ...option,
  grid: { ...option.grid, top: 48 },
  legend: { type: 'scroll', top: 4, left: 8, right: 8 },
});
// Tooltips: for all lines at a place of the first axis; for the item under the mouse; for that item,
// its name alone. The last is a function, since a template would make HTML of the name.
const AT_PLACE = { trigger: 'axis' };
const OF_ITEM = { trigger: 'item' };
const BY_NAME = { trigger: 'item', formatter: (point) => point.name };

const line = (name, lineColour, type, data) => ({
  type: 'line',
  name,
  symbol: 'circle',
  symbolSize: 5,
  itemStyle: { color: lineColour },
  lineStyle: { color: lineColour, type, width: 2 },
  data,
});
// Upright lines at places of the first axis, for one of the series.
const uprightLines = (places) => ({
  silent: true,
  symbol: 'none',
  lineStyle: { type: 'dashed', color: colour('soft') },
  data: places.map((place) => ({
    xAxis: place.at,
    label: { formatter: place.name, color: colour('soft'), textBorderWidth: 0 },
  })),
});
// The style of a box plot.
const box = (borderColor) => ({ color: 'transparent', borderColor });
