import { Output, type Stack } from 'landform';
import { ApiKey } from 'landform/providers/palette';

export default (stack: Stack): void => {
  const key = new ApiKey(stack, 'automation', { name: 'automation', expiry: '2030-01-31T00:00:00.000Z' });
  new Output(stack, 'api_key', { value: key.apiKey, sensitive: true });
};
