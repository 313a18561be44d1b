import { type Compute, createRandom, matrix } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../testing/evaluate.ts';
import { cloud, ignore } from '../testing/pool.ts';
import { NearestCentres } from './nearest-centres.ts';
import { middleOf, squaredLengths } from './points.ts';

const COLUMNS = 40;
const ITEMS = 200;
const CENTRES = 75;

/** Items in groups, some rows of the matrix left out, and centres that the test moves. */
function setUp({ offset = 0, compute = evaluate }: { offset?: number; compute?: Compute } = {}) {
  const data = cloud(2 * ITEMS, COLUMNS, { groups: 12, offset });
  const embeddings = matrix(data, COLUMNS);
  const rows = Uint32Array.from({ length: ITEMS }, (_, i) => 2 * i);
  const origin = middleOf(embeddings, rows);
  const lengths = squaredLengths(embeddings, rows, origin, ignore);
  const nearest = new NearestCentres({ embeddings, rows, origin, lengths, compute, checkpoint: ignore }, CENTRES);
  // at rows that are no items
  const centres = new Float32Array(CENTRES * COLUMNS);
  for (let centre = 0; centre < CENTRES; centre++) {
    const row = 2 * centre + 1;
    centres.set(data.subarray(row * COLUMNS, (row + 1) * COLUMNS), centre * COLUMNS);
  }
  const place = (centre: number): void => {
    nearest.move(centre, (j) => (centres[centre * COLUMNS + j] as number) - (origin[j] as number));
  };
  const squaresOf = (item: number): number[] =>
    Array.from({ length: CENTRES }, (_, centre) => {
      let sum = 0;
      for (let j = 0; j < COLUMNS; j++) {
        sum +=
          ((data[(rows[item] as number) * COLUMNS + j] as number) - (centres[centre * COLUMNS + j] as number)) ** 2;
      }
      return sum;
    });
  for (let centre = 0; centre < CENTRES; centre++) place(centre);
  const itemAt = (item: number): Float32Array => data.subarray(2 * item * COLUMNS, (2 * item + 1) * COLUMNS);
  return { nearest, centres, place, squaresOf, itemAt };
}

type Setting = ReturnType<typeof setUp>;

/** Shifts one in `every` centres by up to `by` in each direction. */
function shift({ centres, place }: Setting, { by, every, seed }: { by: number; every: number; seed: number }): void {
  const random = createRandom(seed);
  for (let centre = seed % every; centre < CENTRES; centre += every) {
    for (let j = 0; j < COLUMNS; j++) {
      centres[centre * COLUMNS + j] = (centres[centre * COLUMNS + j] as number) + by * (2 * random.next() - 1);
    }
    place(centre);
  }
}

function expectNearest({ nearest, squaresOf }: Setting): void {
  for (let item = 0; item < ITEMS; item++) {
    const squares = squaresOf(item);
    const least = Math.min(...squares);
    expect((squares[nearest.clusterOf[item] as number] as number) / least).toBeCloseTo(1, 4);
  }
}

describe('nearest centres', () => {
  it.each([
    ['a little', { by: 0.05, every: 1 }],
    ['far', { by: 2, every: 1 }],
    ['one in seven, far', { by: 3, every: 7 }],
  ])('are those of a comparison with all, after centres moved %s', async (_, how) => {
    for (const offset of [0, 100]) {
      const setting = setUp({ offset });
      for (let seed = 0; seed < 12; seed++) {
        await setting.nearest.assign();
        expectNearest(setting);
        shift(setting, { ...how, seed });
      }
    }
  });

  it('compares few when few have moved', async () => {
    let pairs = 0;
    const counting: Compute = {
      run(program, feeds) {
        const rows = (feeds.at ?? feeds.x)?.shape[0] as number;
        pairs += rows * ((feeds.c?.shape[0] as number) + (feeds.home?.shape[0] ?? 0));
        return evaluate.run(program, feeds);
      },
    };
    const setting = setUp({ compute: counting });
    for (let pass = 0; pass < 4; pass++) await setting.nearest.assign();
    pairs = 0;
    shift(setting, { by: 0.01, every: 25, seed: 1 });
    await setting.nearest.assign();
    expect(pairs).toBeLessThan((ITEMS * CENTRES) / 2);
    expectNearest(setting);
  });

  it('measures the distance to the own centre where it stands', async () => {
    const setting = setUp();
    for (let pass = 0; pass < 3; pass++) await setting.nearest.assign();
    shift(setting, { by: 0.5, every: 1, seed: 4 });
    setting.nearest.settle();
    for (let item = 0; item < ITEMS; item++) {
      const own = setting.squaresOf(item)[setting.nearest.clusterOf[item] as number] as number;
      expect((setting.nearest.squares[item] as number) / own).toBeCloseTo(1, 4);
    }
  });

  it('goes back to a centre that it left for one of another group', async () => {
    const setting = setUp();
    const { nearest, centres, place, itemAt } = setting;
    for (let pass = 0; pass < 3; pass++) await nearest.assign();
    const near = nearest.clusterOf[0] as number;
    const other = (near + 31) % CENTRES;
    const putAt = (centre: number, distance: number): void => {
      centres.set(itemAt(0), centre * COLUMNS);
      centres[centre * COLUMNS] = (centres[centre * COLUMNS] as number) + distance;
      place(centre);
    };
    const owners: number[] = [];
    for (const distance of [3, 0.5, 2]) {
      putAt(near, 1);
      putAt(other, distance);
      await nearest.assign();
      owners.push(nearest.clusterOf[0] as number);
    }
    expect(owners).toEqual([near, other, near]);
  });

  it('takes a centre that moves to an item it was counted to', async () => {
    const setting = setUp();
    for (let pass = 0; pass < 3; pass++) await setting.nearest.assign();
    setting.nearest.settle();
    for (let item = 0; item < ITEMS; item += 20) {
      const centre = ((setting.nearest.clusterOf[item] as number) + 31) % CENTRES;
      setting.nearest.reassign(item, centre);
      setting.centres.set(setting.itemAt(item), centre * COLUMNS);
      setting.place(centre);
    }
    await setting.nearest.assign();
    for (let item = 0; item < ITEMS; item++) {
      const squares = setting.squaresOf(item);
      const own = squares[setting.nearest.clusterOf[item] as number] as number;
      expect(own).toBeLessThan(Math.min(...squares) + 1e-3);
    }
  });
});
