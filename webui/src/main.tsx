import { createRoot } from 'react-dom/client';
import 'antd/dist/reset.css';
import { App } from './app';

createRoot(document.getElementById('root') as HTMLElement).render(<App />);
