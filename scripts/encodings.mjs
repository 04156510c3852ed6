// What the functions of expressions use of iconv-lite; the build makes one file of it (`#encodings`).
import iconv from 'iconv-lite';
export const { decode, encode, encodingExists } = iconv;
