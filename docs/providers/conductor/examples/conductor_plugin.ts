import type { Stack } from 'landform';
import { Plugin } from 'landform/providers/conductor';

export default (stack: Stack): void => {
  new Plugin(stack, 'aws', {
    archiveUrl: 'https://plugins.example.org/aws-plugin-3.0.5.zip',
    title: 'AWS',
    visibility: 'global',
  });
};
