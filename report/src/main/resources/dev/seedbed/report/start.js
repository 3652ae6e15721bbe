// Charts of a start, and of activations over training: a function for each record of ChartData.java.

const layerNames = (layers) => names('', layers.map(text));

// Points of a line through the middles of the bins, which are drawn as high as `heights` say;
// upright if all numbers are the same.
const outline = ({ low, high }, heights, unit) => [
  ...(low === high ? [[low, 0]] : []),
  ...heights.map((height, i) => [low + ((high - low) * (i + 0.5)) / heights.length, height / unit]),
];

// A number of standard deviations away from the mean; null if either is missing.
const away = (mean, count, sd) => (mean === null || sd === null ? null : mean + count * sd);

const startCharts = {
  LayerSizes(data) {
    const quantities = [
      ['pre-activations z', data.z],
      ['activations a', data.a],
      ['gradient ∂loss/∂z', data.gradient],
      ['weight gradient ∂loss/∂W', data.weightGradient],
    ];
    // There is no logarithm of 0.
    const positive = (value) => value !== null && value > 0;
    const yAxis = logarithmic(
      'standard deviation', quantities.flatMap(([, values]) => values.filter(positive)));
    // A line along the trunk; points on branches.
    const shown = (values, trunk) => values.map((value, i) =>
      at(yAxis, positive(value) && data.trunk[i] === trunk ? value : null));
    const branches = data.trunk.includes(false);
    return {
      ...withLegend(plane(layerNames(data.layers), yAxis, AT_PLACE)),
      series: quantities.flatMap(([name, values], i) => {
        const trunk = { ...line(name, lineColour(i), 'solid', shown(values, true)), connectNulls: branches };
        const branch = { type: 'scatter', name, symbolSize: 5, itemStyle: { color: lineColour(i), opacity: 0.6 }, data: shown(values, false) };
        return branches ? [trunk, branch] : [trunk];
      }),
    };
  },

  LayerHistograms(data) {
    const xAxis = { ...axis(data.quantity.toLowerCase()), scale: true };
    const yAxis = { ...upright('share, highest bin = 1'), min: 0, max: 1 };
    return {
      ...withLegend(plane(xAxis, yAxis, AT_PLACE)),
      series: data.histograms.map(({ name, layer, bins }) => ({
        ...line(text(name), layerColour(layer, data.layers), 'solid', outline(bins, bins.shares, greatest(bins.shares))),
        showSymbol: false,
      })),
    };
  },

  ActivationSpread(data) {
    const deviations = (count) => data.mean.map((mean, i) => away(mean, count, data.sd[i]));
    const spread = (name, type, number, values) => line(name, lineColour(number), type, gaps(values));
    return {
      ...withLegend(plane(layerNames(data.layers), upright('activation'), AT_PLACE)),
      series: [
        spread('mean', 'solid', 0, data.mean),
        spread('mean + sd', 'dashed', 0, deviations(1)),
        spread('mean − sd', 'dashed', 0, deviations(-1)),
        spread('98th percentile', 'dotted', 1, data.p98),
        spread('2nd percentile', 'dotted', 1, data.p2),
      ],
    };
  },

  // One tensor at a time: their widths differ too much for one picture. A line goes with its law,
  // which has the same name.
  WeightLaws(data) {
    const xAxis = { ...axis('weight'), scale: true };
    const yAxis = { ...upright('share'), min: 0 };
    const option = withLegend(plane(xAxis, yAxis, AT_PLACE));
    const selected = Object.fromEntries(data.tensors.map(({ name }, i) => [text(name), i === 0]));
    return {
      ...option,
      legend: { ...option.legend, selectedMode: 'single', selected },
      series: data.tensors.flatMap(({ name, bins, law }) => {
        const weights = {
          ...line(text(name), lineColour(0), 'solid', outline(bins, bins.shares, 1)),
          step: 'middle',
          showSymbol: false,
          areaStyle: { opacity: 0.15 },
        };
        const dashed = { ...line(text(name), lineColour(1), 'dashed', outline(bins, law, 1)), showSymbol: false };
        return law.length > 0 ? [weights, dashed] : [weights];
      }),
    };
  },

  ScaleRatios(data) {
    const xAxis = { ...axis('tensor, in the order of the file'), minInterval: 1 };
    const yAxis = lossAxis(data.tensors.map(({ ratio }) => ratio), 'found over promised');
    const dots = (name, differs, number) => ({
      type: 'scatter',
      name,
      symbol: differs ? 'diamond' : 'circle',
      symbolSize: differs ? 10 : 6,
      itemStyle: { color: lineColour(number) },
      data: data.tensors.flatMap((tensor, i) =>
        tensor.differs === differs ? [{ name: text(tensor.name), value: [i, at(yAxis, tensor.ratio)] }] : []),
    });
    const tooltip = {
      trigger: 'item',
      formatter: (point) => `${point.name}<br>${number(data.tensors[point.value[0]].ratio)} of the promised one`,
    };
    return {
      ...withLegend(plane(xAxis, yAxis, tooltip)),
      series: [dots('as meant', false, 0), dots('not as meant', true, 1)],
    };
  },

  SingularValues(data) {
    const yAxis = { ...upright('singular value'), min: 0 };
    return {
      ...withLegend(plane(layerNames(data.layers), yAxis, OF_ITEM)),
      series: [
        { type: 'boxplot', name: 'weights: quartiles', itemStyle: box(lineColour(0)), data: data.quartiles.map(gaps) },
        { type: 'scatter', name: 'Jacobian of the layer: mean', symbolSize: 12, data: gaps(data.jacobianMeans) },
      ],
    };
  },

  UnitSpreads(data) {
    const positive = data.quartiles.flat().filter((value) => value !== null && value > 0);
    const yAxis = logarithmic('standard deviation of z', positive);
    // There is no logarithm of 0: a silent channel stands at the foot of the chart.
    const foot = least(positive);
    return {
      ...plane(layerNames(data.layers), yAxis, OF_ITEM),
      series: [{
        type: 'boxplot',
        name: 'channels or units',
        itemStyle: box(lineColour(0)),
        data: data.quartiles.map((values) => values.map((value) => at(yAxis, value === null ? null : Math.max(value, foot)))),
      }],
    };
  },

  MeanActivations(data) {
    return overTraining(data.layers, [
      ['', 'solid', (layer, i) => layer.mean[i]],
      [' + sd', 'dotted', (layer, i) => away(layer.mean[i], 1, layer.sd[i])],
      [' − sd', 'dotted', (layer, i) => away(layer.mean[i], -1, layer.sd[i])],
    ]);
  },

  ActivationPercentiles(data) {
    return overTraining(data.layers, [
      ['', 'solid', (layer, i) => layer.p98[i]],
      [': sd', 'dashed', (layer, i) => layer.sd[i]],
    ]);
  },
};

// Lines of each layer, epoch by epoch.
const overTraining = (layers, lines) => ({
  ...withLegend(plane({ ...axis('epoch'), minInterval: 1 }, upright('activation'), AT_PLACE)),
  series: layers.flatMap((layer, l) =>
    lines.map(([suffix, type, value]) => ({
      ...line(
        text(layer.name) + suffix,
        layerColour(l, layers.length),
        type,
        layer.epochs
          .map((epoch, i) => [epoch, value(layer, i)])
          .filter(([, number]) => number !== null)),
      showSymbol: false,
    }))),
});
