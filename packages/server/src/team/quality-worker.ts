/** Knows the answers of some projects, and measures their quality: thousands of answers take parts of a second. */
import { parentPort } from 'node:worker_threads';
import { toAlaasError } from '@alaas/core';
import { QualityBook } from './quality-book.ts';
import type { FromQuality, QualityQuestion, ToQuality } from './quality-message.ts';

const books = new Map<string, QualityBook>();

parentPort?.on('message', (message: ToQuality) => {
  if (message.type === 'forget') books.delete(message.project);
  else if (message.type === 'learn') bookOf(message.project).learn(message.rows, message.ended);
  else send(answered(message));
});

function bookOf(project: string): QualityBook {
  const book = books.get(project) ?? new QualityBook();
  books.set(project, book);
  return book;
}

function answered(question: QualityQuestion): FromQuality {
  try {
    const book = bookOf(question.project);
    const { ask } = question;
    return { type: 'done', answer: question.type === 'report' ? book.report(ask) : book.disputes(ask, question.limit) };
  } catch (error) {
    const { code, message } = toAlaasError(error);
    return { type: 'failed', code, message };
  }
}

function send(message: FromQuality): void {
  parentPort?.postMessage(message);
}
