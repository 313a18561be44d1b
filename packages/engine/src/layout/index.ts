export { layOut } from './lay-out.ts';
export { placeAmong } from './place-among.ts';
