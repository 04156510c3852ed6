// What the functions of expressions use of bcryptjs; the build makes one small file of it (`#bcrypt`).
export { hashSync } from 'bcryptjs';
