export { FolderTally } from './folder-tally.ts';
export { guessFormat } from './guess-format.ts';
export { modalityOfNames } from './guess-modality.ts';
export { inspectText, shownText } from './inspect-text.ts';
export { modalityOfName } from './modality-of-name.ts';
export { RowCounter } from './row-counter.ts';
