/**
 * Draws the curves of the page, with uPlot, from the JSON in it. It runs in the browser: plain JavaScript, no module, and
 * nothing from elsewhere.
 */
export const reportScript = `
'use strict';
(() => {
  const { measures, curves } = JSON.parse(document.getElementById('curves').textContent);
  const boxes = [...document.querySelectorAll('.choices input')];
  const ink = () => getComputedStyle(document.body).getPropertyValue('--ink').trim();
  const line = () => getComputedStyle(document.body).getPropertyValue('--line').trim();
  const axis = (label) => ({ label, stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } });
  const plots = measures.map(({ key, title }) => {
    const place = document.getElementById('plot-' + key);
    const columns = [curves[0].labels];
    const series = [{ label: 'Labels' }];
    const bands = [];
    for (const { strategy, colour, values } of curves) {
      const { mean, low, high } = values[key];
      const at = series.length;
      columns.push(mean, high, low);
      series.push({ label: strategy, stroke: colour, width: 2, points: { size: 5 } });
      series.push({ stroke: 'transparent', points: { show: false } }, { stroke: 'transparent', points: { show: false } });
      bands.push({ series: [at + 1, at + 2], fill: colour + '22' });
    }
    const tip = document.createElement('p');
    tip.className = 'soft';
    tip.textContent = 'Point at the chart for values; drag to zoom, double-click for the whole.';
    const options = {
      width: place.clientWidth, height: Math.max(260, Math.min(420, place.clientWidth * 0.5)),
      legend: { show: false }, scales: { x: { time: false } }, axes: [axis('Labels'), axis(title)], series, bands,
      cursor: { focus: { prox: 24 } }, focus: { alpha: 0.25 },
      hooks: { setCursor: [(plot) => {
        const i = plot.cursor.idx;
        if (i === null || i === undefined) return;
        const shown = curves.filter((_, s) => boxes[s].checked).map((curve) => [curve.strategy, curve.values[key].mean[i]]);
        shown.sort((a, b) => b[1] - a[1]);
        tip.textContent = columns[0][i] + ' labels: ' + shown.slice(0, 8).map(([name, value]) => name + ' ' + value.toFixed(4)).join(', ');
      }] },
    };
    const plot = new uPlot(options, columns, place);
    place.append(tip);
    return { plot, place };
  });
  const show = () => boxes.forEach((box, s) => {
    for (const { plot } of plots) for (let part = 1; part <= 3; part++) plot.setSeries(3 * s + part, { show: box.checked });
  });
  boxes.forEach((box) => box.addEventListener('change', show));
  for (const button of document.querySelectorAll('[data-show]')) button.addEventListener('click', () => {
    boxes.forEach((box, s) => { box.checked = button.dataset.show === 'all' || (button.dataset.show === 'best' && s < 5) || box.dataset.baseline === 'true' && button.dataset.show !== 'none'; });
    show();
  });
  show();
  addEventListener('resize', () => { for (const { plot, place } of plots) plot.setSize({ width: place.clientWidth, height: plot.height }); });
})();
`;
