import { describe, expect, it } from 'vitest';
import { folderOf, type GivenFile, sortFiles } from './given-files.ts';

const given = (...paths: string[]): GivenFile[] =>
  paths.map((path) => ({ path, file: new File(['x'], path.replace(/^.*\//, '')) }));

const pathsOf = ({ files }: { readonly files: readonly GivenFile[] }) => files.map(({ path }) => path);

describe('sortFiles', () => {
  it('leaves out what is no content, and says how much', () => {
    const sorted = sortFiles(given('a.jpg', '.DS_Store', 'b.PNG', 'notes.pdf', 'list.csv', '.hidden/c.jpg'));
    expect(pathsOf(sorted)).toEqual(['a.jpg', 'b.PNG']);
    expect(sorted).toMatchObject({ modality: 'image', left: 4 });
  });

  it('takes tables alone for time series, one a file', () => {
    expect(sortFiles(given('a.csv', 'b.csv'))).toMatchObject({ modality: 'series', left: 0 });
  });

  it('says what most of them are', () => {
    expect(sortFiles(given('a.jpg', 'b.wav', 'c.wav')).modality).toBe('audio');
    expect(sortFiles(given('a.exe')).modality).toBeNull();
  });

  it('proposes the names of folders, the fullest first', () => {
    const paths = ['pets/cat/1.jpg', 'pets/dog/1.jpg', 'pets/dog/2.jpg', 'pets/dog/3.jpg'];
    expect(sortFiles(given(...paths)).labels).toEqual(['dog', 'cat']);
  });

  it('proposes none where files lie beside the folders, or where there is one folder, or one file a folder', () => {
    expect(sortFiles(given('a.jpg', 'dog/1.jpg', 'dog/2.jpg', 'dog/3.jpg')).labels).toEqual([]);
    expect(sortFiles(given('dog/1.jpg', 'dog/2.jpg')).labels).toEqual([]);
    expect(sortFiles(given('dog/1.jpg', 'cat/2.jpg')).labels).toEqual([]);
  });
});

describe('folderOf', () => {
  it('is the innermost one', () => {
    expect(folderOf('pets/dog/1.jpg')).toBe('dog');
    expect(folderOf('1.jpg')).toBe('');
  });
});
