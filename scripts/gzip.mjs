// What the functions of expressions use of fflate; the build makes one small file of it (`#gzip`).
export { gzipSync } from 'fflate';
