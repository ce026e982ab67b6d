/** What we use of dmn-js, which brings no types. */
declare module 'dmn-js/lib/NavigatedViewer' {
  export default class NavigatedViewer {
    constructor(options: object);
    importXML(xml: string, options?: { open: boolean }): Promise<unknown>;
    getViews(): unknown[];
    open(view: never): Promise<unknown>;
    getActiveViewer(): unknown;
    saveXML(options?: { format: boolean }): Promise<{ xml: string }>;
    on(event: string, listener: (event: never) => void): void;
    destroy(): void;
  }
}
declare module 'dmn-js/lib/Modeler' {
  export { default } from 'dmn-js/lib/NavigatedViewer';
}
