/** What we use of dmn-js, which brings no types. */
declare module 'dmn-js/lib/NavigatedViewer' {
  export default class NavigatedViewer {
    constructor(options: object);
    importXML(xml: string, options?: { open: boolean }): Promise<unknown>;
    getViews(): unknown[];
    open(view: never): Promise<unknown>;
    getActiveViewer(): unknown;
    on(event: string, listener: (event: never) => void): void;
    destroy(): void;
  }
}
