/** The first thing that runs, and small for that: who is here and what is due are asked for while the pages' code is read. */
import 'antd/dist/reset.css';
import { askEarly } from './api/early';

const inbox = /^\/app\/(inbox)?$/.test(window.location.pathname) && !window.location.search;
askEarly('/api/v1/auth/me', ...(inbox ? ['/api/v1/tasks?status=todo&sort=due&limit=50'] : []));

void import('./app').then(({ show }) => show(document.getElementById('root') as HTMLElement));
