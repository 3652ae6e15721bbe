// The page: draws the charts of the data in it, light, dark and on paper, and gives them buttons.

const dark = matchMedia('(prefers-color-scheme: dark)');
const charts = new Map();
const theme = () => {
  const axis = {
    axisLine: { lineStyle: { color: colour('soft') } },
    axisLabel: { color: colour('soft') },
    nameTextStyle: { color: colour('soft') },
    splitLine: { lineStyle: { color: colour('line') } },
  };
  return {
    backgroundColor: 'transparent',
    textStyle: { color: colour('ink') },
    legend: {
      textStyle: { color: colour('ink') },
      pageTextStyle: { color: colour('ink') },
      pageIconColor: colour('accent'),
      inactiveColor: colour('faint'),
    },
    valueAxis: axis, categoryAxis: axis,
    parallel: { parallelAxisDefault: axis },
  };
};
const kinds = { ...startCharts, ...studyCharts };
const draw = () => {
  document.querySelectorAll('script[data-chart]').forEach((island) => {
    const place = document.getElementById(island.dataset.chart);
    const option = kinds[island.dataset.kind](JSON.parse(island.textContent));
    charts.get(place)?.dispose();
    const chart = echarts.init(place, theme(), { renderer: 'svg' });
    chart.setOption(option);
    charts.set(place, chart);
    // Lines without points have no tooltip.
    const name = (text) => chart.setOption({ title: { text, right: 8, top: 2, textStyle: { fontSize: 13, color: colour('ink') } } });
    if (option.series.some((series) => series.triggerLineEvent)) {
      chart.on('mouseover', (event) => name(event.seriesName ?? ''));
      chart.on('mouseout', () => name(''));
    }
  });
};
// In black on white, with the page's colours, whatever the screen has.
const onPaper = (paper) => {
  document.documentElement.classList.toggle('paper', paper);
  draw();
};

const save = (url, name) => {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
};
const picture = (place) => {
  const svg = place.querySelector('svg').cloneNode(true);
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.style.background = colour('paper');
  return new XMLSerializer().serializeToString(svg);
};
const saveSvg = (place) => {
  const url = URL.createObjectURL(new Blob([picture(place)], { type: 'image/svg+xml' }));
  save(url, place.id + '.svg');
  setTimeout(() => URL.revokeObjectURL(url), 10000);
};
const savePng = (place) => {
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement('canvas');
    canvas.width = 2 * place.clientWidth;
    canvas.height = 2 * place.clientHeight;
    const context = canvas.getContext('2d');
    context.fillStyle = colour('paper');
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    save(canvas.toDataURL('image/png'), place.id + '.png');
  };
  image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(picture(place));
};
const unzoom = (place) =>
  charts.get(place).dispatchAction({ type: 'dataZoom', start: 0, end: 100 });
const buttons = (place) => {
  const row = document.createElement('p');
  row.className = 'buttons';
  const add = (text, what, action) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = text;
    button.title = what;
    button.addEventListener('click', () => action(place));
    row.append(button);
  };
  add('SVG', 'Save this chart as an SVG file', saveSvg);
  add('PNG', 'Save this chart as a PNG file', savePng);
  if (charts.get(place).getOption().dataZoom?.length) {
    add('Reset zoom', 'Show the whole chart again; Ctrl and the wheel zoom, dragging moves', unzoom);
  }
  place.after(row);
};

draw();
charts.forEach((chart, place) => buttons(place));
dark.addEventListener('change', draw);
addEventListener('resize', () => charts.forEach((chart) => chart.resize()));
addEventListener('beforeprint', () => onPaper(true));
addEventListener('afterprint', () => onPaper(false));
