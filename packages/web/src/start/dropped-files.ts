import type { GivenFile } from './given-files.ts';

/** The files of a drop, those in dropped folders too. */
export async function droppedFiles(transfer: DataTransfer): Promise<GivenFile[]> {
  // the list is emptied once the event is over, so all entries are taken before the first wait
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return chosenFiles(transfer.files);
  const files = await Promise.all(entries.map((entry) => filesBelow(entry)));
  return files.flat();
}

/** The files that a person chose. */
export function chosenFiles(list: FileList | null): GivenFile[] {
  return [...(list ?? [])].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

async function filesBelow(entry: FileSystemEntry): Promise<GivenFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ file, path: entry.fullPath.replace(/^\//, '') }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: GivenFile[] = [];
  for (;;) {
    // a hundred at a time, until there are no more
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return files;
    for (const one of some) files.push(...(await filesBelow(one)));
  }
}
