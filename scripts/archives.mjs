// What the installation of modules uses of tar and yauzl; the build makes one file of it (`#archives`).
export { Parser } from 'tar';
export { open } from 'yauzl';
