(() => {
  'use strict';
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const charts = [];
  const theme = () => {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const axis = {
      axisLine: { lineStyle: { color: colour('--soft') } },
      axisLabel: { color: colour('--soft') },
      nameTextStyle: { color: colour('--soft') },
      splitLine: { lineStyle: { color: colour('--line') } },
    };
    return {
      backgroundColor: 'transparent',
      textStyle: { color: colour('--ink') },
      legend: { textStyle: { color: colour('--ink') }, pageTextStyle: { color: colour('--ink') } },
      valueAxis: axis, logAxis: axis, categoryAxis: axis,
      parallel: { parallelAxisDefault: axis },
      toolbox: { iconStyle: { borderColor: colour('--soft') } },
    };
  };
  const draw = () => {
    charts.splice(0).forEach((chart) => chart.dispose());
    document.querySelectorAll('script[data-chart]').forEach((island) => {
      const place = document.getElementById(island.dataset.chart);
      const option = JSON.parse(island.textContent);
      const chart = echarts.init(place, theme(), { renderer: 'svg' });
      chart.setOption(option);
      charts.push(chart);
    });
  };
  draw();
  dark.addEventListener('change', draw);
  addEventListener('resize', () => charts.forEach((chart) => chart.resize()));
})();
