// The root of the page.
import { createRoot } from 'react-dom/client';
import './style/fonts.css';
import './style/tokens.css';
import './style/base.css';
import './style/shell.css';
import './style/board.css';
import './style/deployment.css';
import './style/log.css';
import './style/dialog.css';
import './style/records.css';
import './style/metrics.css';
import { applyTheme } from './live/theme';
import { Page } from './views/Page';

applyTheme();
const place = document.getElementById('page');
if (place) createRoot(place).render(<Page />);
