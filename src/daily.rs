//! What happens by itself when its day has come, such as a successor taking the place of a strategy.

use std::time::Duration;

use actix_web::web;

use crate::app::App;
use crate::error::ApiError;
use crate::journal::Origin;
use crate::strategy::strategies;

/// How often the service looks whether a day has come.
const PERIOD: Duration = Duration::from_secs(60);

/// Looks at once and then every minute, as long as the service runs. Several instances do no harm: each looks again when
/// it holds the journal's head.
pub async fn keep(app: web::Data<App>) {
    loop {
        if let Err(error) = look(&app).await {
            log::warn!("what is due waits for the next minute: {error}");
        }
        tokio::time::sleep(PERIOD).await;
    }
}

/// Does everything whose day has come.
///
/// # Errors
/// When the database refuses.
pub async fn look(app: &App) -> Result<(), ApiError> {
    let today = app.clock.today();
    if app.db.read(move |conn| Ok(strategies::is_due(conn, today)?)).await? {
        app.db.write(Origin::service(), strategies::supersede_due).await?;
    }
    Ok(())
}
