// A program of CDKTF, as its users write them: two stacks, an asset, a local module, an iterator, an escape hatch.
const path = require('node:path');
const cdktf = require('cdktf');

class Data extends cdktf.TerraformResource {
  constructor(scope, id, { input, ...config }) {
    super(scope, id, { terraformResourceType: 'terraform_data', ...config });
    this.input = input;
  }
  get output() {
    return this.getStringAttribute('output');
  }
  synthesizeAttributes() {
    return { input: this.input };
  }
}

class Network extends cdktf.TerraformStack {
  constructor(scope, id) {
    super(scope, id);
    const note = new cdktf.TerraformAsset(this, 'note', { path: path.join(__dirname, 'note.txt') });
    const owner = new cdktf.TerraformVariable(this, 'owner', { type: 'string', default: 'nobody' });
    const size = this.node.tryGetContext('size');
    this.first = new Data(this, 'first', {
      input: `${cdktf.Fn.trimspace(cdktf.Fn.file(note.path))} ${owner.stringValue} ${size}`,
    });
    const parts = new cdktf.TerraformHclModule(this, 'parts', { source: './parts', variables: { name: 'one' } });
    new cdktf.TerraformOutput(this, 'said', { value: parts.get('said') });
    const names = cdktf.TerraformIterator.fromList(['a', 'b']);
    new Data(this, 'each', { forEach: names, input: names.value });
    cdktf.Annotations.of(this.first).addWarning('The note is short');
  }
}

class Web extends cdktf.TerraformStack {
  constructor(scope, id, network) {
    super(scope, id);
    const second = new Data(this, 'second', { input: `got ${network.first.output}` });
    second.addOverride('lifecycle.create_before_destroy', true);
    const group = new cdktf.TerraformElement(this, 'group');
    new Data(group, 'third', { input: second.output, dependsOn: [second] });
  }
}

const app = new cdktf.App();
new Web(app, 'web', new Network(app, 'network'));
app.synth();
