/** Words of processes, decisions and the modeler. */
export const studio = {
  'processes.title': ['流程', 'Processes'],
} as const;
