// What the functions of expressions use of csv-parse; the build makes one small file of it (`#csv`).
export { parse } from 'csv-parse/sync';
