export function AnnotatePage() {
  return null;
}
