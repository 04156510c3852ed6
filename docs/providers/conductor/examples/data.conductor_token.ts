import { Output, type Stack } from 'landform';
import { DataToken } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  const token = new DataToken(stack, 'token', {});
  new Output(stack, 'value_of_the_token', { value: token.value, sensitive: true });
};
