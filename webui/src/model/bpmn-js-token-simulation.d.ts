declare module 'bpmn-js-token-simulation/lib/viewer' {
  import type { ModuleDeclaration } from 'didi';
  const simulation: ModuleDeclaration;
  export default simulation;
}
