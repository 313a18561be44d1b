import {
  AlaasError,
  type Committee,
  type Matrix,
  type SignalName,
  type Signals,
  signalErrorCode,
  signalTable,
} from '@alaas/core';

/** Rows of numbers; for a committee, such rows of each member. */
export type InlineSignal<Name extends SignalName = SignalName> = Signals[Name] extends Committee
  ? readonly (readonly (readonly number[])[])[]
  : readonly (readonly number[])[];

/**
 * The signal that a request holds as nested lists.
 *
 * @throws AlaasError `INVALID_EMBEDDINGS`, `INVALID_PROBABILITIES` or `INVALID_SIGNAL` naming the first row of another width
 */
export function inlineSignal<Name extends SignalName>(name: Name, values: InlineSignal<Name>): Signals[Name] {
  const signal =
    signalTable[name].rows === 'members'
      ? committeeOf(values as InlineSignal<'committee'>)
      : matrixOf(values as InlineSignal<'embeddings'>, name);
  return signal as Signals[Name];
}

function matrixOf(rows: InlineSignal<'embeddings'>, name: SignalName): Matrix {
  const columns = rows[0]?.length ?? 0;
  const data = new Float32Array(rows.length * columns);
  for (const [i, row] of rows.entries()) {
    if (row.length !== columns || columns === 0) throw uneven(`Row ${i} of the ${name}`, row.length, columns, name);
    data.set(row, i * columns);
  }
  return { data, rows: rows.length, columns };
}

function committeeOf(members: InlineSignal<'committee'>): Committee {
  const parts = members.map((rows) => matrixOf(rows, 'committee'));
  const { rows, columns } = parts[0] ?? { rows: 0, columns: 0 };
  const data = new Float32Array(parts.length * rows * columns);
  for (const [m, part] of parts.entries()) {
    if (part.rows !== rows || part.columns !== columns) {
      throw new AlaasError(
        'INVALID_PROBABILITIES',
        `Member ${m} of the committee is [${part.rows} x ${part.columns}], and the first is [${rows} x ${columns}]. Give all members one shape.`,
      );
    }
    data.set(part.data, m * rows * columns);
  }
  return { data, members: parts.length, rows, columns };
}

function uneven(what: string, width: number, columns: number, name: SignalName): AlaasError {
  const wanted = columns === 0 ? 'at least one is needed' : `the first row has ${columns}`;
  return new AlaasError(signalErrorCode(name), `${what} has ${width} numbers, and ${wanted}. Give all rows one width.`);
}
