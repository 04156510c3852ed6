// What the key provider `age` uses of the package; the build makes one file of it (`#age`), loaded where that is configured.
export { Decrypter, Encrypter } from 'age-encryption';
