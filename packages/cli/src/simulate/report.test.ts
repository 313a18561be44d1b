import { describe, expect, it } from 'vitest';
import { reportPage } from './report.ts';
import { simulation } from './simulation.fixture.ts';

const page = reportPage(simulation);

describe('reportPage', () => {
  it('is one file: nothing in it comes from elsewhere', () => {
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/(src|href)=/);
    expect(page).not.toMatch(/url\(/);
  });

  it('shows names as they are, whatever signs they hold', () => {
    expect(page).toContain('&lt;/script&gt;&lt;b&gt;&quot;sms&quot; &amp; co&lt;/b&gt;.tsv');
    expect(page.split('</script>')).toHaveLength(4);
    expect(page).not.toContain('<b>"sms"');
  });

  it('has each curve as a table too', () => {
    expect(page.match(/as a table<\/summary>/g)).toHaveLength(3);
    expect(page).toContain('<td>0.9000 ± 0.0100</td>');
  });

  it('says who beats whom, what was left out, and where rules would have stopped', () => {
    expect(page).toContain('>0.50</td>');
    expect(page).toContain('could not run here: 1</summary><ul><li>bin-min: it needs labelProbabilities</li>');
    expect(page).toContain('failed in a run: 1</summary><ul><li>alfa-mix, seed 3: a class has no label</li>');
    expect(page).toContain('any of (kappa-average, label-budget (labels=9))');
    expect(page).toContain('<td>1 of 2</td><td>24</td><td>0.9000</td>');
  });

  it('keeps intervals of shares within 0 and 1', () => {
    const [, json = ''] = /id="curves">(.*?)<\/script>/s.exec(page) ?? [];
    const { curves } = JSON.parse(json) as { curves: { values: Record<string, { low: number[]; high: number[] }> }[] };
    for (const { low, high } of curves.flatMap(({ values }) => Object.values(values))) {
      expect(Math.min(...low)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...high)).toBeLessThanOrEqual(1);
    }
  });

  it('leaves out what one seed cannot tell', () => {
    expect(reportPage({ ...simulation, penalties: null })).not.toContain('Who beats whom');
  });
});
