import type { PoolViewProps } from '../pool-list.tsx';
export function MapView(_: PoolViewProps) {
  return null;
}
