// The root of the page.
import { createRoot } from 'react-dom/client';
import './style/fonts.css';
import './style/tokens.css';
import './style/base.css';
import './style/shell.css';
import './style/board.css';
import './style/deployment.css';
import './style/log.css';
import './style/story.css';
import './style/dialog.css';
import './style/records.css';
import './style/metrics.css';
import './style/past.css';
import './style/overlay.css';
import './style/matrix.css';
import './style/wall.css';
import './style/forms.css';
import './style/actions.css';
import { watchTab } from './live/tab';
import { applyTheme } from './live/theme';
import { registerWorker } from './live/worker';
import { Page } from './views/Page';

applyTheme();
watchTab();
registerWorker();
const place = document.getElementById('page');
if (place) createRoot(place).render(<Page />);
