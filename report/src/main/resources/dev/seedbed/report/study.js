// Charts of a study: a function for each record of ChartData.java.

// Which trial it is, with its scheme if there are several.
const trialName = (schemes, { trial, scheme }) =>
  schemes.length === 1 ? trial : text(schemes[scheme]) + ', ' + trial;

// The dots of a scheme stand in PLACES columns, APART from each other; if there are MANY, they are small.
const PLACES = 15;
const APART = 0.03;
const MANY = 150;

// The room that names of classes get on an axis, in pixels; where they stand side by side, names of
// more than MOST_LEVEL letters are turned.
const LETTER = 7;
const LEAST_ROOM = 14;
const MOST_ROOM = 110;
const MOST_LEVEL = 3;
// With more classes, counts are not written into their cells.
const MOST_LABELLED = 15;
// On cells of a larger share, which are deeper in colour, counts are white.
const DEEP = 0.55;

// To three digits, so that it can stand at the end of an axis.
const roundedDown = (value) => {
  const near = Number(value.toPrecision(3));
  if (near <= value) return near;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 2);
  return Number((near - unit).toPrecision(3));
};
const roundedUp = (value) => -roundedDown(-value);

// Names, each with a value and its interval, one below the other.
const intervals = (xAxis, items, places) => {
  const option = plane(xAxis, names('', items.map(({ name }) => text(name))), OF_ITEM);
  const bars = items.filter(({ low }) => low !== null).map(({ name, low, high }) => {
    const bar = line(text(name), lineColour(0), 'solid', [[low, text(name)], [high, text(name)]]);
    const lineStyle = { ...bar.lineStyle, width: 4, opacity: 0.5 };
    return { ...bar, lineStyle, showSymbol: false, silent: true };
  });
  const points = {
    type: 'scatter',
    symbolSize: 12,
    itemStyle: { color: lineColour(1) },
    data: items.map(({ name, value }) => [value, text(name)]),
    markLine: uprightLines(places),
  };
  return { ...option, grid: { ...option.grid, left: 24, containLabel: true }, series: [...bars, points] };
};

const studyCharts = {
  LearningCurves(data) {
    const yAxis = lossAxis(finite(data.curves.flatMap((curve) => curve.losses)));
    const curves = data.curves.map((curve, i) => {
      const best = i === 0 && curve.state === 'completed';
      return {
        type: 'line',
        name: trialName(data.schemes, curve),
        showSymbol: false,
        triggerLineEvent: true,
        lineStyle: {
          width: best ? 3.5 : 1,
          color: lineColour(best && data.schemes.length === 1 ? 1 : curve.scheme),
          opacity: best ? 1 : curve.state === 'completed' ? 0.7 : 0.3,
        },
        emphasis: { lineStyle: { width: 4, opacity: 1 } },
        data: curve.epochs.map((epoch, e) => [epoch, at(yAxis, curve.losses[e])]),
      };
    });
    if (curves.length > 0 && data.rungs.length > 0) {
      curves[0].markLine = uprightLines(data.rungs.map(({ name, epochs }) => ({ name, at: epochs })));
    }
    // The best last, so that it is drawn above the others.
    return { ...plane(axis('epoch'), yAxis, OF_ITEM), series: curves.reverse() };
  },

  SeedSpread(data) {
    const yAxis = lossAxis(data.trials.map((trial) => trial.loss), text(data.quantity));
    const places = Math.min(data.trialsPerScheme, PLACES);
    const many = data.trialsPerScheme > MANY;
    const dot = (trial, i) => {
      const place = (trial.number % data.trialsPerScheme) % places;
      const apart = APART * (place - (places - 1) / 2);
      return {
        name: `${trialName(data.schemes, trial)}: ${number(trial.loss)}, ${trial.state}`,
        value: [trial.scheme + 0.5 + apart, at(yAxis, trial.loss)],
        ...(i === 0 && trial.state === 'completed'
          ? { symbol: 'diamond', symbolSize: 18, itemStyle: { color: lineColour(1), opacity: 1 } }
          : {}),
      };
    };
    const dots = (state, symbolSize, opacity) => ({
      type: 'scatter',
      name: state,
      xAxisIndex: 1,
      symbolSize,
      itemStyle: { color: lineColour(0), opacity },
      data: data.trials.map((trial, i) => [trial, dot(trial, i)])
        .filter(([trial]) => trial.state === state)
        .map(([, drawn]) => drawn),
    });
    const option = withLegend(plane(names('', data.schemes.map(text)), yAxis, BY_NAME));
    return {
      ...option,
      // One axis with the names, and one with places for the dots.
      xAxis: [option.xAxis, { ...axis(''), min: 0, max: data.schemes.length, show: false }],
      series: [
        ...(data.trials.some(({ state }) => state === 'stopped') ? [dots('stopped', many ? 3 : 6, 0.45)] : []),
        dots('completed', many ? 4 : 9, 0.9),
        {
          type: 'boxplot',
          name: 'one seed: quartiles',
          z: 3,
          boxWidth: [20, 60],
          itemStyle: box(colour('soft')),
          data: data.seeds.map((values, i) => ({
            name: `one seed of ${text(data.schemes[i])}: ${number(values[2])}, from ${number(values[0])} to ${number(values[4])}`,
            value: values.map((value) => at(yAxis, value)),
          })),
        },
      ],
    };
  },

  BestOfSeeds(data) {
    const yAxis = lossAxis(
      data.schemes.flatMap((scheme) => [...scheme.low, ...scheme.expected]), text(data.quantity));
    return {
      ...withLegend(plane({ ...axis('seeds'), minInterval: 1, min: 1 }, yAxis, AT_PLACE)),
      series: data.schemes.flatMap((scheme, i) => {
        const points = (values) => scheme.seeds.map((seeds, k) => [seeds, at(yAxis, values[k])]);
        const end = (suffix, values) => ({
          ...line(text(scheme.name) + suffix, lineColour(i), 'dotted', points(values)),
          showSymbol: false,
        });
        return [
          { ...line(text(scheme.name), lineColour(i), 'solid', points(scheme.expected)), showSymbol: true },
          end(', from', scheme.low),
          end(', to', scheme.high),
        ];
      }),
    };
  },

  SchemeComparisons(data) {
    const items = data.comparisons.map(({ name, probability, low, high }) => ({ name, low, high, value: probability }));
    return intervals({ ...axis('probability that the first is better'), min: 0, max: 1 }, items, [{ name: '½', at: 0.5 }]);
  },

  ClassRecalls(data) {
    const items = data.classes.map(({ name, recall, low, high }) => ({ name, low, high, value: recall }));
    return intervals({ ...axis('recall'), min: 0, max: 1 }, items.reverse(), []);
  },

  ColumnImportance(data) {
    const items = data.columns.map(({ name, increase, low, high }) => ({ name, low, high, value: increase }));
    return intervals(axis('rise of the validation loss'), items.reverse(), []);
  },

  ProbabilityChecks(data) {
    const share = (name) => ({ ...axis(name), min: 0, max: 1 });
    const most = greatest(data.groups.map(({ rows }) => rows));
    return {
      ...plane(share('probability of the answer'), { ...share('share of right answers'), nameGap: 48 }, BY_NAME),
      series: [
        {
          type: 'scatter',
          data: data.groups.map(({ rows, probability, accuracy }) => ({
            name: `${grouped(rows)} rows, probability ${short(probability, 3)}: ${short(accuracy, 3)} right`,
            value: [probability, accuracy],
            symbolSize: 6 + 18 * Math.sqrt(rows / most),
          })),
        },
        {
          ...line('as they say', colour('soft'), 'dashed', [[0, 0], [1, 1]]),
          showSymbol: false,
          silent: true,
        },
      ],
    };
  },

  Differences(data) {
    const items = data.comparisons.map(({ name, difference, low, high }) => ({ name, low, high, value: difference }));
    const xAxis = axis(`by how much the first is better, in ${text(data.quantity)}`);
    return intervals(xAxis, items, [{ name: '0', at: 0 }]);
  },

  ParallelTrials(data) {
    const several = data.schemes.length > 1;
    const schemes = several
      ? [{ name: 'scheme', type: 'category', data: data.schemes.map(text) }]
      : [];
    const columns = data.columns.map(({ name, integer }, i) => {
      const values = finite(data.trials.map((trial) => trial.values[i]));
      return {
        ...{ name, scale: true, minInterval: integer ? 1 : 0, axisLabel: marks((value) => short(value, 9)) },
        min: roundedDown(least(values)),
        max: roundedUp(greatest(values)),
      };
    });
    const lines = (state, opacity) =>
      data.schemes.map((name, scheme) => ({
        type: 'parallel',
        name,
        lineStyle: { width: 1.5, color: lineColour(scheme), opacity },
        data: data.trials
          .filter((trial) => trial.state === state && trial.scheme === scheme)
          .map((trial) => (several ? [text(name), ...trial.values] : trial.values)),
      }));
    return {
      ...options({}),
      parallel: { left: 48, right: 64, top: 56, bottom: 24 },
      parallelAxis: [...schemes, ...columns].map((column, dim) => ({ dim, ...column })),
      series: [...lines('stopped', 0.2), ...lines('completed', 0.8)],
    };
  },

  ConfusionMatrix(data) {
    const classes = data.classes.map(text);
    const longest = greatest([0, ...classes.map((name) => name.length)]);
    // The names of axes stand beyond the names of classes, which end with … if they are long.
    const room = Math.min(Math.max(longest * LETTER, LEAST_ROOM), MOST_ROOM);
    const turned = longest > MOST_LEVEL;
    const axisLabel = { interval: 0, width: room, overflow: 'truncate' };
    const xAxis = {
      ...names('predicted', classes),
      axisLabel: { ...axisLabel, rotate: turned ? 60 : 0 },
      nameGap: turned ? room : 30,
    };
    const yAxis = { ...names('actual', [...classes].reverse()), axisLabel, nameGap: room + 14 };
    const { dataZoom, ...option } = plane(xAxis, yAxis, BY_NAME);
    const cell = (y, x) => {
      const count = data.counts[y][x];
      const share = count === 0 ? 0 : count / data.sizes[y];
      return {
        name: `actual ${classes[y]}, predicted ${classes[x]}: ${grouped(count)} of ${grouped(data.sizes[y])}`,
        value: [x, classes.length - 1 - y, share, count === 0 ? '' : String(count)],
        label: { color: share > DEEP ? '#ffffff' : colour('ink') },
      };
    };
    return {
      ...option,
      grid: { ...option.grid, left: room + 40, bottom: turned ? room + 24 : 48 },
      visualMap: { show: false, min: 0, max: 1, dimension: 2, inRange: { color: [colour('tint'), lineColour(0)] } },
      series: [{
        type: 'heatmap',
        label: { show: classes.length <= MOST_LABELLED, formatter: '{@[3]}' },
        data: classes.flatMap((_, y) => classes.map((_, x) => cell(y, x))),
      }],
    };
  },

  PredictedQuantities(data) {
    const xAxis = { ...axis('actual ' + text(data.target)), scale: true };
    return {
      ...plane(xAxis, upright('predicted'), BY_NAME),
      series: [
        {
          type: 'scatter',
          symbolSize: 6,
          data: data.actual.map((actual, i) => ({
            name: `actual ${actual}, predicted ${data.predicted[i]}`,
            value: [Number(actual), Number(data.predicted[i])],
          })),
        },
        {
          ...line('predicted = actual', colour('soft'), 'dashed', data.ends.map((end) => [end, end])),
          showSymbol: false,
          silent: true,
        },
      ],
    };
  },
};
