import { App, Fn, Output, Stack, Variable } from 'landform';
import { File } from 'landform/providers/local';
import { Pet } from 'landform/providers/random';
import { TerraformData } from 'landform/providers/terraform';

const app = new App();
const hello = new Stack(app, 'hello');

// landform plan --var greeting=Hallo
const greeting = new Variable(hello, 'greeting', { type: 'string', default: 'Hello', description: 'How to begin.' });

// A random name, generated once and kept in state.
const pet = new Pet(hello, 'pet', { length: 2 });

// Values can be stored in state; resources that use them are applied afterwards.
const words = new TerraformData(hello, 'words', { input: [greeting.value, pet.id] });

const letter = new File(hello, 'letter', {
  filename: 'hello.txt',
  content: `${Fn.join(', ', words.output)}!\n`,
  filePermission: '0644',
});

new Output(hello, 'file', { value: letter.filename });
new Output(hello, 'text', { value: Fn.trimspace(letter.content) });

app.synth();
