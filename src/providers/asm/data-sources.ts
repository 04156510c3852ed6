import type { DataSourceMapping } from '../rest/mapping/definition.js';
import { PROJECT } from './mesh.js';
import { MESHES } from './protocol.js';
import { WORKSHOPS } from './workshop.js';

export const dataSources: Readonly<Record<string, DataSourceMapping>> = {
  asm_workshops: {
    noun: 'list of one-click experience tasks',
    description: 'The one-click experience tasks of a mesh.',
    attributes: {
      mesh_id: { required: true, description: "The mesh's ID." },
      name: { optional: true, description: 'Only the task with this name.' },
    },
    parameters: { mesh_id: 'mesh_id' },
    many: {
      list: WORKSHOPS,
      into: 'workshops',
      description: 'The tasks.',
      item: '#/components/schemas/Workshop',
      where: { name: '/metadata/name' },
    },
  },
  asm_meshes: {
    noun: 'list of meshes',
    description: 'The meshes of a project.',
    attributes: {
      project_id: PROJECT,
      name: { optional: true, description: 'Only meshes with this name.' },
      version: { optional: true, description: 'Only meshes with this version.' },
    },
    parameters: { project_id: 'project_id' },
    many: {
      list: MESHES,
      into: 'meshes',
      description: 'The meshes.',
      item: '#/components/schemas/Mesh',
      where: { name: '/metadata/name', version: '/spec/version' },
    },
  },
};
