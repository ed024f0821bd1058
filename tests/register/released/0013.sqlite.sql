BEGIN TRANSACTION;
CREATE TABLE account (
	id INTEGER NOT NULL, 
	login VARCHAR(64) NOT NULL, 
	name TEXT NOT NULL, 
	role VARCHAR(32) NOT NULL, 
	bureau VARCHAR(64) NOT NULL, 
	password TEXT NOT NULL, 
	made_at DATETIME NOT NULL, 
	made_by TEXT NOT NULL, 
	disabled_at DATETIME, 
	CONSTRAINT pk_account PRIMARY KEY (id), 
	CONSTRAINT uq_account_login UNIQUE (login)
);
INSERT INTO "account" VALUES(1,'login-0','name-0','editor','shili-0','password-0','2026-09-01 02:00:00.000000','made_by-0',NULL);
INSERT INTO "account" VALUES(2,'login-1','name-1','editor','shili-0','password-1','2026-09-01 02:00:00.000000','made_by-1',NULL);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0013');
CREATE TABLE amenity (
	code VARCHAR(6) NOT NULL, 
	place INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	has BOOLEAN NOT NULL, 
	CONSTRAINT pk_amenity PRIMARY KEY (code, place, "key"), 
	CONSTRAINT fk_amenity_code FOREIGN KEY(code) REFERENCES point (code)
);
INSERT INTO "amenity" VALUES('7K2M9Q',0,'hot_water',0);
INSERT INTO "amenity" VALUES('7K2M9R',0,'hot_water',0);
CREATE TABLE api_replay (
	token INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	request VARCHAR(64) NOT NULL, 
	code VARCHAR(6) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_api_replay PRIMARY KEY (token, "key"), 
	CONSTRAINT fk_api_replay_token FOREIGN KEY(token) REFERENCES api_token (id), 
	CONSTRAINT fk_api_replay_code FOREIGN KEY(code) REFERENCES point (code)
);
INSERT INTO "api_replay" VALUES(1,'key-0','request-0','7K2M9Q','2026-09-01 02:00:00.000000');
INSERT INTO "api_replay" VALUES(2,'key-1','request-1','7K2M9R','2026-09-01 02:00:00.000000');
CREATE TABLE api_token (
	id INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	bureau VARCHAR(64) NOT NULL, 
	name TEXT NOT NULL, 
	scopes JSON NOT NULL, 
	made_at DATETIME NOT NULL, 
	made_by TEXT NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used_on DATE, 
	revoked_at DATETIME, 
	revoked_by TEXT NOT NULL, 
	CONSTRAINT pk_api_token PRIMARY KEY (id), 
	CONSTRAINT uq_api_token_digest UNIQUE (digest)
);
INSERT INTO "api_token" VALUES(1,'digest-0','shili-0','name-0','{}','2026-09-01 02:00:00.000000','made_by-0','2026-09-01 02:00:00.000000','2026-09-01',NULL,'revoked_by-0');
INSERT INTO "api_token" VALUES(2,'digest-1','shili-1','name-1','{}','2026-09-01 02:00:00.000000','made_by-1','2026-09-01 02:00:00.000000','2026-09-02',NULL,'revoked_by-1');
CREATE TABLE booking (
	id INTEGER NOT NULL, 
	session VARCHAR(6) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	door_code VARCHAR(8) NOT NULL, 
	places INTEGER NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	turn INTEGER NOT NULL, 
	sealed TEXT NOT NULL, 
	phone VARCHAR(64), 
	made_at DATETIME NOT NULL, 
	made_by VARCHAR(32) NOT NULL, 
	settled_at DATETIME, 
	reason TEXT NOT NULL, 
	attendance VARCHAR(32), 
	news VARCHAR(32), 
	news_at DATETIME, 
	told_at DATETIME, 
	told_by TEXT NOT NULL, 
	CONSTRAINT pk_booking PRIMARY KEY (id), 
	CONSTRAINT ck_booking_places CHECK (places > 0), 
	CONSTRAINT fk_booking_session FOREIGN KEY(session) REFERENCES offering_session (code), 
	CONSTRAINT uq_booking_digest UNIQUE (digest), 
	CONSTRAINT uq_booking_session_door_code UNIQUE (session, door_code)
);
INSERT INTO "booking" VALUES(1,'8K2M9Q','digest-0','door_cod',1,'confirmed',1,'gAAAAABrCQ0Pn3Ly97GNP0dW7ZxzaDCQ3oyHhBYyAYJ0K8bcNwMw7CQ-fA2ljCwXegc4Ih-4dYadruBh2woyKxEcAPBlKkn3Hbx0QLKWRklZf2MP7JK33nY=','9377b27776e6fe49cdbce96e94b8adec9e669fea81eafaa26e342f22bdf76336','2026-09-01 02:00:00.000000','made_by-0',NULL,'',NULL,NULL,NULL,NULL,'told_by-0');
INSERT INTO "booking" VALUES(2,'8K2M9R','digest-1','door_cod',1,'confirmed',2,'gAAAAABrCQ0P1tPp82fWVEhzq836Z9thWNhbkUtf42zP422W_vlnKOEO6JzXUDC4E0E8O2RZ6LVPYYAOwdYbtvnfhADmKVskrrjr9Zs_i9keBelJU0g2P_0=','6d3e1d0c9e42af7200d28d36e0130405ff94631ca54426b2181943ceb5b62166','2026-09-01 02:00:00.000000','made_by-1',NULL,'',NULL,NULL,NULL,NULL,'told_by-1');
CREATE TABLE "bureau" (
	slug VARCHAR(64) NOT NULL, 
	name TEXT NOT NULL, 
	trusts_keepers BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_bureau PRIMARY KEY (slug), 
	CONSTRAINT uq_bureau_name UNIQUE (name)
);
INSERT INTO "bureau" VALUES('shili-0','name-0',0);
INSERT INTO "bureau" VALUES('shili-1','name-1',0);
CREATE TABLE calendar_day (
	date DATE NOT NULL, 
	type VARCHAR(32) NOT NULL, 
	holiday TEXT NOT NULL, 
	CONSTRAINT pk_calendar_day PRIMARY KEY (date)
);
INSERT INTO "calendar_day" VALUES('2026-09-01','workday','holiday-0');
INSERT INTO "calendar_day" VALUES('2026-09-02','workday','holiday-1');
CREATE TABLE change (
	n INTEGER NOT NULL, 
	code VARCHAR(6) NOT NULL, 
	CONSTRAINT pk_change PRIMARY KEY (n, code)
);
INSERT INTO "change" VALUES(1,'');
INSERT INTO "change" VALUES(2,'');
CREATE TABLE contact (
	code VARCHAR(6) NOT NULL, 
	place INTEGER NOT NULL, 
	public BOOLEAN NOT NULL, 
	number TEXT NOT NULL, 
	sealed TEXT NOT NULL, 
	fingerprint VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_contact PRIMARY KEY (code, place), 
	CONSTRAINT fk_contact_code FOREIGN KEY(code) REFERENCES point (code)
);
INSERT INTO "contact" VALUES('7K2M9Q',0,0,'','gAAAAABrCQ0P2VTEf6xhaHQqKbweIG2NiEuf3sEIoQrBMfG23-EPiwG0_AMHiEh4ai7nTh__GCqA5cl6Sl83fxfru1xEfxwZlbIm3dV6iDByc1CunRQeQrU=','9377b27776e6fe49cdbce96e94b8adec9e669fea81eafaa26e342f22bdf76336');
INSERT INTO "contact" VALUES('7K2M9R',0,0,'','gAAAAABrCQ0P_AOCJ5rAdPl6LMJ4cT39czC3pV5QBi21RTFkv5hA8MWbUuxP3X87n_19bMHoO2xzWm6e-HHw8jK9HHlj20qAA0bPdMI29FHDTXYQhPc-7z4=','6d3e1d0c9e42af7200d28d36e0130405ff94631ca54426b2181943ceb5b62166');
CREATE TABLE demand (
	month VARCHAR(7) NOT NULL, 
	north INTEGER NOT NULL, 
	east INTEGER NOT NULL, 
	hour INTEGER NOT NULL, 
	need VARCHAR(32) NOT NULL, 
	asked INTEGER NOT NULL, 
	served INTEGER NOT NULL, 
	CONSTRAINT pk_demand PRIMARY KEY (month, north, east, hour, need)
);
INSERT INTO "demand" VALUES('2026-09',1,1,1,'need-0',1,1);
INSERT INTO "demand" VALUES('2026-09',2,2,2,'need-1',2,2);
CREATE TABLE demand_batch (
	id VARCHAR(32) NOT NULL, 
	hour DATETIME NOT NULL, 
	CONSTRAINT pk_demand_batch PRIMARY KEY (id)
);
INSERT INTO "demand_batch" VALUES('id-0','2026-09-01 02:00:00.000000');
INSERT INTO "demand_batch" VALUES('id-1','2026-09-01 02:00:00.000000');
CREATE TABLE digest_opening (
	bureau VARCHAR(64) NOT NULL, 
	line TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	"by" TEXT NOT NULL, 
	CONSTRAINT pk_digest_opening PRIMARY KEY (bureau)
);
INSERT INTO "digest_opening" VALUES('shili-0','line-0','2026-09-01 02:00:00.000000','by-0');
INSERT INTO "digest_opening" VALUES('shili-1','line-1','2026-09-01 02:00:00.000000','by-1');
CREATE TABLE door (
	code VARCHAR(6) NOT NULL, 
	confirmed_at DATETIME, 
	shut_at DATETIME, 
	shut_until DATETIME, 
	disputed BOOLEAN NOT NULL, 
	doubted_at DATETIME, 
	doubted_until DATETIME, 
	CONSTRAINT pk_door PRIMARY KEY (code), 
	CONSTRAINT fk_door_code FOREIGN KEY(code) REFERENCES point (code)
);
INSERT INTO "door" VALUES('7K2M9Q','2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000',0,'2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000');
INSERT INTO "door" VALUES('7K2M9R','2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000',0,'2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000');
CREATE TABLE door_day (
	day DATE NOT NULL, 
	code VARCHAR(6) NOT NULL, 
	opened INTEGER NOT NULL, 
	shut INTEGER NOT NULL, 
	refused INTEGER NOT NULL, 
	other INTEGER NOT NULL, 
	refuted INTEGER NOT NULL, 
	asked INTEGER NOT NULL, 
	in_time INTEGER NOT NULL, 
	late INTEGER NOT NULL, 
	CONSTRAINT pk_door_day PRIMARY KEY (day, code), 
	CONSTRAINT fk_door_day_code FOREIGN KEY(code) REFERENCES point (code)
);
INSERT INTO "door_day" VALUES('2026-09-01','7K2M9Q',1,1,1,1,1,1,1,1);
INSERT INTO "door_day" VALUES('2026-09-02','7K2M9R',2,2,2,2,2,2,2,2);
CREATE TABLE feed (
	id INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	CONSTRAINT pk_feed PRIMARY KEY (id)
);
INSERT INTO "feed" VALUES(1,2);
CREATE TABLE geocode_answer (
	provider VARCHAR(32) NOT NULL, 
	"query" TEXT NOT NULL, 
	answer JSON NOT NULL, 
	level TEXT NOT NULL, 
	raw_datum VARCHAR(32) NOT NULL, 
	answered_on DATE NOT NULL, 
	CONSTRAINT pk_geocode_answer PRIMARY KEY (provider, "query")
);
INSERT INTO "geocode_answer" VALUES('provider-0','query-0','{}','level-0','raw_datum-0','2026-09-01');
INSERT INTO "geocode_answer" VALUES('provider-1','query-1','{}','level-1','raw_datum-1','2026-09-02');
CREATE TABLE half_session (
	digest VARCHAR(64) NOT NULL, 
	account INTEGER NOT NULL, 
	expires_at DATETIME NOT NULL, 
	CONSTRAINT pk_half_session PRIMARY KEY (digest), 
	CONSTRAINT fk_half_session_account FOREIGN KEY(account) REFERENCES account (id)
);
INSERT INTO "half_session" VALUES('digest-0',1,'2026-09-01 02:00:00.000000');
INSERT INTO "half_session" VALUES('digest-1',2,'2026-09-01 02:00:00.000000');
CREATE TABLE import_batch (
	id INTEGER NOT NULL, 
	filename TEXT NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	bureau TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	actor_kind VARCHAR(32) NOT NULL, 
	actor_name TEXT NOT NULL, 
	counts JSON NOT NULL, 
	columns JSON NOT NULL, undone_at DATETIME, undone_by TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_import_batch PRIMARY KEY (id)
);
INSERT INTO "import_batch" VALUES(1,'filename-0','sha256-0','shili-0','2026-09-01 02:00:00.000000','actor_kind-0','actor_name-0','{}','{}',NULL,'undone_by-0');
INSERT INTO "import_batch" VALUES(2,'filename-1','sha256-1','shili-1','2026-09-01 02:00:00.000000','actor_kind-1','actor_name-1','{}','{}',NULL,'undone_by-1');
CREATE TABLE instance (
	id VARCHAR(32) NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_instance PRIMARY KEY (id)
);
INSERT INTO "instance" VALUES('id-0','real','2026-09-01 02:00:00.000000');
CREATE TABLE invitation (
	digest VARCHAR(64) NOT NULL, 
	account INTEGER NOT NULL, 
	expires_at DATETIME NOT NULL, 
	CONSTRAINT pk_invitation PRIMARY KEY (digest), 
	CONSTRAINT fk_invitation_account FOREIGN KEY(account) REFERENCES account (id)
);
INSERT INTO "invitation" VALUES('digest-0',1,'2026-09-01 02:00:00.000000');
INSERT INTO "invitation" VALUES('digest-1',2,'2026-09-01 02:00:00.000000');
CREATE TABLE keeper_link (
	id VARCHAR(32) NOT NULL, 
	code VARCHAR(6) NOT NULL, 
	made_at DATETIME NOT NULL, 
	made_by TEXT NOT NULL, 
	expires_at DATETIME NOT NULL, 
	revoked_at DATETIME, 
	revoked_by TEXT NOT NULL, 
	CONSTRAINT pk_keeper_link PRIMARY KEY (id), 
	CONSTRAINT fk_keeper_link_code FOREIGN KEY(code) REFERENCES point (code)
);
INSERT INTO "keeper_link" VALUES('id-0','7K2M9Q','2026-09-01 02:00:00.000000','made_by-0','2026-09-01 02:00:00.000000',NULL,'revoked_by-0');
INSERT INTO "keeper_link" VALUES('id-1','7K2M9R','2026-09-01 02:00:00.000000','made_by-1','2026-09-01 02:00:00.000000',NULL,'revoked_by-1');
CREATE TABLE keeper_use (
	id INTEGER NOT NULL, 
	link VARCHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	what TEXT NOT NULL, 
	CONSTRAINT pk_keeper_use PRIMARY KEY (id), 
	CONSTRAINT fk_keeper_use_link FOREIGN KEY(link) REFERENCES keeper_link (id)
);
INSERT INTO "keeper_use" VALUES(1,'id-0','2026-09-01 02:00:00.000000','what-0');
INSERT INTO "keeper_use" VALUES(2,'id-1','2026-09-01 02:00:00.000000','what-1');
CREATE TABLE measure (
	day DATE NOT NULL, 
	bureau VARCHAR(64) NOT NULL, 
	district VARCHAR(32) NOT NULL, 
	sub_district VARCHAR(32) NOT NULL, 
	points INTEGER NOT NULL, 
	checked INTEGER NOT NULL, 
	hours_unknown INTEGER NOT NULL, 
	amenities_unknown INTEGER NOT NULL, 
	unlocated INTEGER NOT NULL, age_days INTEGER, open_late INTEGER, open_holiday INTEGER, searched INTEGER, served INTEGER, reported INTEGER, answered INTEGER, confirmed INTEGER, found_shut INTEGER, 
	CONSTRAINT pk_measure PRIMARY KEY (day, bureau, district, sub_district)
);
INSERT INTO "measure" VALUES('2026-09-01','shili-0','district-0','sub_district-0',1,1,1,1,1,1,1,1,1,1,1,1,1,1);
INSERT INTO "measure" VALUES('2026-09-02','shili-1','district-1','sub_district-1',2,2,2,2,2,2,2,2,2,2,2,2,2,2);
CREATE TABLE measure_age (
	day DATE NOT NULL, 
	bureau VARCHAR(64) NOT NULL, 
	days INTEGER, 
	CONSTRAINT pk_measure_age PRIMARY KEY (day, bureau)
);
INSERT INTO "measure_age" VALUES('2026-09-01','shili-0',1);
INSERT INTO "measure_age" VALUES('2026-09-02','shili-1',2);
CREATE TABLE offering (
	id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	code VARCHAR(6) NOT NULL, 
	space TEXT NOT NULL, 
	title TEXT NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	category VARCHAR(32) NOT NULL, 
	description TEXT NOT NULL, 
	welcome VARCHAR(32) NOT NULL, 
	channel VARCHAR(32) NOT NULL, 
	phone TEXT NOT NULL, 
	link TEXT NOT NULL, 
	how TEXT NOT NULL, 
	how_date DATE, 
	made_at DATETIME NOT NULL, 
	made_by TEXT NOT NULL, 
	ended_at DATETIME, 
	ended_by TEXT NOT NULL, 
	CONSTRAINT pk_offering PRIMARY KEY (id), 
	CONSTRAINT fk_offering_code FOREIGN KEY(code) REFERENCES point (code)
);
INSERT INTO "offering" VALUES(1,1,'7K2M9Q','','title-0','service','daily','description-0','everyone','here','phone-0','link-0','how-0','2026-09-01','2026-09-01 02:00:00.000000','made_by-0',NULL,'ended_by-0');
INSERT INTO "offering" VALUES(2,2,'7K2M9R','','title-1','service','daily','description-1','everyone','here','phone-1','link-1','how-1','2026-09-02','2026-09-01 02:00:00.000000','made_by-1',NULL,'ended_by-1');
CREATE TABLE offering_session (
	code VARCHAR(6) NOT NULL, 
	revision INTEGER NOT NULL, 
	offering INTEGER NOT NULL, 
	starts_at DATETIME NOT NULL, 
	ends_at DATETIME NOT NULL, 
	capacity INTEGER, 
	most INTEGER NOT NULL, 
	queue INTEGER NOT NULL, 
	opens_at DATETIME, 
	closes_at DATETIME, 
	notice_minutes INTEGER NOT NULL, 
	closing DATETIME NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	reason TEXT NOT NULL, 
	moved_from DATETIME, 
	series VARCHAR(32) NOT NULL, 
	taken INTEGER NOT NULL, 
	waiting INTEGER NOT NULL, 
	turn INTEGER NOT NULL, bookers VARCHAR(32) DEFAULT 'nobody' NOT NULL, 
	CONSTRAINT pk_offering_session PRIMARY KEY (code), 
	CONSTRAINT ck_offering_session_taken CHECK (taken >= 0 AND taken <= coalesce(capacity, 0)), 
	CONSTRAINT ck_offering_session_waiting CHECK (waiting >= 0), 
	CONSTRAINT fk_offering_session_offering FOREIGN KEY(offering) REFERENCES offering (id)
);
INSERT INTO "offering_session" VALUES('8K2M9Q',1,1,'2027-09-01 02:00:00.000000','2027-09-01 04:00:00.000000',5,3,10,NULL,NULL,0,'2027-09-01 02:00:00.000000','planned','',NULL,'series-0',1,0,1,'public');
INSERT INTO "offering_session" VALUES('8K2M9R',2,2,'2027-09-01 02:00:00.000000','2027-09-01 04:00:00.000000',5,3,10,NULL,NULL,0,'2027-09-01 02:00:00.000000','planned','',NULL,'series-1',1,0,1,'public');
CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	robot INTEGER NOT NULL, 
	batch VARCHAR(64) NOT NULL, 
	part INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	form VARCHAR(32) NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	attempts INTEGER NOT NULL, 
	due_at DATETIME NOT NULL, 
	queued_at DATETIME NOT NULL, 
	ends_at DATETIME NOT NULL, 
	claimed_at DATETIME, 
	settled_at DATETIME, 
	note TEXT NOT NULL, 
	made_at DATETIME NOT NULL, 
	made_by TEXT NOT NULL, 
	CONSTRAINT pk_outbox PRIMARY KEY (id), 
	CONSTRAINT fk_outbox_robot FOREIGN KEY(robot) REFERENCES robot (id), 
	CONSTRAINT uq_outbox_robot_batch_part UNIQUE (robot, batch, part)
);
INSERT INTO "outbox" VALUES(1,1,'batch-0',1,'text-0','form-0','sent',1,'2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','','2026-09-01 02:00:00.000000','made_by-0');
INSERT INTO "outbox" VALUES(2,2,'batch-1',2,'text-1','form-1','sent',2,'2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','','2026-09-01 02:00:00.000000','made_by-1');
CREATE TABLE personal_request (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	account TEXT NOT NULL, 
	what VARCHAR(32) NOT NULL, 
	number VARCHAR(16) NOT NULL, 
	counts JSON NOT NULL, 
	CONSTRAINT pk_personal_request PRIMARY KEY (id)
);
INSERT INTO "personal_request" VALUES(1,'2026-09-01 02:00:00.000000','account-0','what-0','number-0','{}');
INSERT INTO "personal_request" VALUES(2,'2026-09-01 02:00:00.000000','account-1','what-1','number-1','{}');
CREATE TABLE point (
	code VARCHAR(6) NOT NULL, 
	revision INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	demonstration VARCHAR(32) NOT NULL, 
	bureau VARCHAR(64) NOT NULL, 
	district TEXT NOT NULL, 
	sub_district TEXT NOT NULL, 
	address TEXT NOT NULL, 
	latitude FLOAT, 
	longitude FLOAT, 
	precision_m FLOAT, 
	position_basis VARCHAR(32) NOT NULL, 
	confirmed_by TEXT NOT NULL, 
	confirmed_on DATE, 
	audience VARCHAR(32) NOT NULL, 
	free BOOLEAN, 
	access VARCHAR(32) NOT NULL, 
	access_note TEXT NOT NULL, 
	parking_note TEXT NOT NULL, 
	hours_text TEXT NOT NULL, 
	opening_hours TEXT, 
	hours_status VARCHAR(32) NOT NULL, 
	hours_proposal TEXT, 
	hours_reasons JSON NOT NULL, 
	booking_channel VARCHAR(32) NOT NULL, 
	booking_phone TEXT NOT NULL, 
	booking_link TEXT NOT NULL, 
	booking_note TEXT NOT NULL, 
	booking_note_date DATE, 
	link_group TEXT NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	listing VARCHAR(32) NOT NULL, 
	suspended_until DATETIME, 
	listing_reason TEXT NOT NULL, 
	checked_on DATE, 
	checked_by TEXT NOT NULL, 
	source TEXT NOT NULL, 
	source_date TEXT NOT NULL, 
	note TEXT NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_point PRIMARY KEY (code)
);
INSERT INTO "point" VALUES('7K2M9Q',1,'name-0','care_station','no','shili-0','黄浦区','sub_district-0','address-0',31.23,121.47,10.0,'pin','confirmed_by-0','2026-09-01','couriers',0,'walk_in','access_note-0','parking_note-0','每天9:00-17:00','Mo-Su 09:00-17:00','read',NULL,'[]','here','booking_phone-0','booking_link-0','booking_note-0','2026-09-01','',NULL,NULL,'listed',NULL,'listing_reason-0','2026-09-01','checked_by-0','source-0','source_date-0','','2026-09-01 02:00:00.000000');
INSERT INTO "point" VALUES('7K2M9R',1,'name-1','care_station','no','shili-0','黄浦区','sub_district-1','address-1',31.23,121.47,10.0,'pin','confirmed_by-1','2026-09-02','couriers',0,'walk_in','access_note-1','parking_note-1','每天9:00-17:00','Mo-Su 09:00-17:00','read',NULL,'[]','here','booking_phone-1','booking_link-1','booking_note-1','2026-09-02','',NULL,NULL,'listed',NULL,'listing_reason-1','2026-09-02','checked_by-1','source-1','source_date-1','','2026-09-01 02:00:00.000000');
CREATE TABLE position_candidate (
	code VARCHAR(6) NOT NULL, 
	place INTEGER NOT NULL, 
	candidate JSON NOT NULL, 
	why TEXT NOT NULL, 
	found_at DATETIME NOT NULL, 
	CONSTRAINT pk_position_candidate PRIMARY KEY (code, place), 
	CONSTRAINT fk_position_candidate_code FOREIGN KEY(code) REFERENCES point (code)
);
INSERT INTO "position_candidate" VALUES('7K2M9Q',1,'{}','why-0','2026-09-01 02:00:00.000000');
INSERT INTO "position_candidate" VALUES('7K2M9R',2,'{}','why-1','2026-09-01 02:00:00.000000');
CREATE TABLE pulse (
	name VARCHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_pulse PRIMARY KEY (name)
);
INSERT INTO "pulse" VALUES('name-0','2026-09-01 02:00:00.000000');
INSERT INTO "pulse" VALUES('name-1','2026-09-01 02:00:00.000000');
CREATE TABLE recovery_code (
	account INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	hashed TEXT NOT NULL, 
	CONSTRAINT pk_recovery_code PRIMARY KEY (account, place), 
	CONSTRAINT fk_recovery_code_account FOREIGN KEY(account) REFERENCES account (id)
);
INSERT INTO "recovery_code" VALUES(1,1,'hashed-0');
INSERT INTO "recovery_code" VALUES(2,2,'hashed-1');
CREATE TABLE review_item (
	id INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	code VARCHAR(6), 
	bureau TEXT NOT NULL, 
	batch INTEGER, 
	sheet TEXT NOT NULL, 
	"row" INTEGER, 
	"column" TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	content JSON NOT NULL, 
	sealed TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	done_at DATETIME, 
	done_by TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	CONSTRAINT pk_review_item PRIMARY KEY (id), 
	CONSTRAINT fk_review_item_batch FOREIGN KEY(batch) REFERENCES import_batch (id), 
	CONSTRAINT fk_review_item_code FOREIGN KEY(code) REFERENCES point (code), 
	CONSTRAINT uq_review_item_key UNIQUE ("key")
);
INSERT INTO "review_item" VALUES(1,'key-0','note','7K2M9Q','shili-0',1,'sheet-0',1,'column-0','','{}','gAAAAABrCQ0PvwwxsEEPtzee6dRa8QzQvqUIduZttu4mZgv3d-aM0Mad7C4S2MRuwH_NKUvPcZLB9Kw4pQwiUGH3bhGuUgzy-_gOMUBMqv9HYq28rBoZRmk=','2026-09-01 02:00:00.000000',NULL,'done_by-0','outcome-0');
INSERT INTO "review_item" VALUES(2,'key-1','note','7K2M9R','shili-1',2,'sheet-1',2,'column-1','','{}','gAAAAABrCQ0PgOpM24yPJWkMPMZ3I8Nx5_gVqDdXFDvbYy1DFJIBcEPIbhtY0Iu0cXe50l6T8KzkAAah8B3Yaht2HsGJb8BeGRoQ0neFUDcYlRnKt5UPrnw=','2026-09-01 02:00:00.000000',NULL,'done_by-1','outcome-1');
CREATE TABLE revision (
	code VARCHAR(6) NOT NULL, 
	revision INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor_kind VARCHAR(32) NOT NULL, 
	actor_name TEXT NOT NULL, 
	what JSON NOT NULL, 
	why TEXT NOT NULL, 
	batch INTEGER, 
	CONSTRAINT pk_revision PRIMARY KEY (code, revision), 
	CONSTRAINT fk_revision_batch FOREIGN KEY(batch) REFERENCES import_batch (id), 
	CONSTRAINT fk_revision_code FOREIGN KEY(code) REFERENCES point (code)
);
INSERT INTO "revision" VALUES('7K2M9Q',1,'2026-09-01 02:00:00.000000','actor_kind-0','actor_name-0','{"name": ["旧", "新"]}','why-0',1);
INSERT INTO "revision" VALUES('7K2M9R',1,'2026-09-01 02:00:00.000000','actor_kind-1','actor_name-1','{"name": ["旧", "新"]}','why-1',2);
CREATE TABLE robot (
	id INTEGER NOT NULL, 
	bureau VARCHAR(64) NOT NULL, 
	name TEXT NOT NULL, 
	sealed TEXT NOT NULL, 
	fingerprint VARCHAR(64), 
	tail VARCHAR(8) NOT NULL, 
	district TEXT NOT NULL, 
	sub_district TEXT NOT NULL, 
	length VARCHAR(32) NOT NULL, 
	form VARCHAR(32) NOT NULL, 
	greets BOOLEAN NOT NULL, 
	weekday INTEGER, 
	minute INTEGER, 
	since DATETIME NOT NULL, 
	fault TEXT NOT NULL, 
	claimed_at DATETIME, 
	made_at DATETIME NOT NULL, 
	made_by TEXT NOT NULL, 
	removed_at DATETIME, 
	CONSTRAINT pk_robot PRIMARY KEY (id), 
	CONSTRAINT uq_robot_fingerprint UNIQUE (fingerprint)
);
INSERT INTO "robot" VALUES(1,'shili-0','name-0','gAAAAABrCQ0PjCCY142Nlg_QxNiLUtPXejyBRfn0ZkNAL5kxknGL58GsXPzY-0pf9FX2-6Ic0Eg8qRKO6FGEDD7Y7N1-Fzg3Jrg1zQ9e2d63r-jLL9wppr4=','9377b27776e6fe49cdbce96e94b8adec9e669fea81eafaa26e342f22bdf76336','tail-0','district-0','sub_district-0','short','text',0,NULL,NULL,'2026-09-01 02:00:00.000000','fault-0','2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','made_by-0',NULL);
INSERT INTO "robot" VALUES(2,'shili-1','name-1','gAAAAABrCQ0Pv4RNgu0iZ33-ubtMiH7vrKDdJzbTT6bmjok6ZlGa_CDLIYLJmSInodPA20KWVt28SZBRb34B7qaSg-5N3brpBOSJwrPDevqTKxTs__3rFWM=','6d3e1d0c9e42af7200d28d36e0130405ff94631ca54426b2181943ceb5b62166','tail-1','district-1','sub_district-1','short','text',0,NULL,NULL,'2026-09-01 02:00:00.000000','fault-1','2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','made_by-1',NULL);
CREATE TABLE roster_opening (
	id INTEGER NOT NULL, 
	session VARCHAR(6) NOT NULL, 
	at DATETIME NOT NULL, 
	account TEXT NOT NULL, 
	what TEXT NOT NULL, 
	CONSTRAINT pk_roster_opening PRIMARY KEY (id), 
	CONSTRAINT fk_roster_opening_session FOREIGN KEY(session) REFERENCES offering_session (code)
);
INSERT INTO "roster_opening" VALUES(1,'8K2M9Q','2026-09-01 02:00:00.000000','account-0','what-0');
INSERT INTO "roster_opening" VALUES(2,'8K2M9R','2026-09-01 02:00:00.000000','account-1','what-1');
CREATE TABLE second_factor (
	account INTEGER NOT NULL, 
	sealed TEXT NOT NULL, 
	since DATETIME NOT NULL, 
	step BIGINT NOT NULL, 
	CONSTRAINT pk_second_factor PRIMARY KEY (account), 
	CONSTRAINT fk_second_factor_account FOREIGN KEY(account) REFERENCES account (id)
);
INSERT INTO "second_factor" VALUES(1,'gAAAAABrCQ0PCTBitwrzgr6lNa26eBGJna3SgmM8Dqpk-po2QM4S_pILJ4EtMZoeg1G8nTVeAwOe16eJcEQrPP_KTwraiSpDqptkvRZrx3h4pCE_INd1nS8=','2026-09-01 02:00:00.000000',1);
INSERT INTO "second_factor" VALUES(2,'gAAAAABrCQ0PUpbWNANddZjasJeG5SxhlUEJOLI_KP9Eu3hY5K0NZxsxw_PAq8LowQ1vBeA6HC7Vs9iDopznfTv70T8C81oHUOT5wtPW_zu4Cgk1mqZQqDs=','2026-09-01 02:00:00.000000',2);
CREATE TABLE session (
	digest VARCHAR(64) NOT NULL, 
	account INTEGER NOT NULL, 
	made_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	device TEXT NOT NULL, 
	CONSTRAINT pk_session PRIMARY KEY (digest), 
	CONSTRAINT fk_session_account FOREIGN KEY(account) REFERENCES account (id)
);
INSERT INTO "session" VALUES('digest-0',1,'2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','device-0');
INSERT INTO "session" VALUES('digest-1',2,'2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','device-1');
CREATE TABLE sighting (
	id INTEGER NOT NULL, 
	code VARCHAR(6) NOT NULL, 
	saw VARCHAR(32) NOT NULL, 
	rider VARCHAR(32) NOT NULL, 
	lacks TEXT NOT NULL, 
	words TEXT NOT NULL, 
	near VARCHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	day DATE NOT NULL, 
	until DATETIME, 
	device VARCHAR(64) NOT NULL, 
	network VARCHAR(64) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	held BOOLEAN DEFAULT 0 NOT NULL, 
	due_at DATETIME, 
	answered_at DATETIME, 
	answered_by VARCHAR(32) NOT NULL, 
	answer VARCHAR(32) NOT NULL, 
	answer_until DATETIME, pin_latitude FLOAT, pin_longitude FLOAT, 
	CONSTRAINT pk_sighting PRIMARY KEY (id), 
	CONSTRAINT fk_sighting_code FOREIGN KEY(code) REFERENCES point (code), 
	CONSTRAINT uq_sighting_digest UNIQUE (digest)
);
INSERT INTO "sighting" VALUES(1,'7K2M9Q','fine','','lacks-0','words-0','','2026-09-01 02:00:00.000000','2026-09-01','2026-09-01 02:00:00.000000','device-0','network-0','digest-0',0,'2026-09-01 02:00:00.000000',NULL,'answered_by-0','answer-0','2026-09-01 02:00:00.000000',0.0,0.0);
INSERT INTO "sighting" VALUES(2,'7K2M9R','fine','','lacks-1','words-1','','2026-09-01 02:00:00.000000','2026-09-02','2026-09-01 02:00:00.000000','device-1','network-1','digest-1',0,'2026-09-01 02:00:00.000000',NULL,'answered_by-1','answer-1','2026-09-01 02:00:00.000000',1.0,1.0);
CREATE TABLE space (
	code VARCHAR(6) NOT NULL, 
	place INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	hours_text TEXT, 
	opening_hours TEXT, 
	hours_status VARCHAR(32), 
	hours_proposal TEXT, 
	hours_reasons JSON, 
	CONSTRAINT pk_space PRIMARY KEY (code, place), 
	CONSTRAINT fk_space_code FOREIGN KEY(code) REFERENCES point (code)
);
INSERT INTO "space" VALUES('7K2M9Q',1,'name-0',NULL,NULL,NULL,NULL,'null');
INSERT INTO "space" VALUES('7K2M9R',1,'name-1',NULL,NULL,NULL,NULL,'null');
CREATE TABLE suggestion (
	id INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	bureau VARCHAR(64) NOT NULL, 
	name TEXT NOT NULL, 
	address TEXT NOT NULL, 
	district TEXT NOT NULL, 
	sub_district TEXT NOT NULL, 
	latitude FLOAT, 
	longitude FLOAT, 
	precision_m FLOAT, 
	amenities JSON NOT NULL, 
	hours TEXT NOT NULL, 
	note TEXT NOT NULL, 
	who VARCHAR(32) NOT NULL, 
	source VARCHAR(32) NOT NULL, 
	created_at DATETIME NOT NULL, 
	outcome VARCHAR(32) NOT NULL, 
	done_at DATETIME, 
	done_by TEXT NOT NULL, 
	code VARCHAR(6), 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_suggestion PRIMARY KEY (id), 
	CONSTRAINT fk_suggestion_code FOREIGN KEY(code) REFERENCES point (code), 
	CONSTRAINT uq_suggestion_digest UNIQUE (digest)
);
INSERT INTO "suggestion" VALUES(1,'digest-0','shili-0','name-0','address-0','district-0','sub_district-0',0.0,0.0,0.0,'[]','hours-0','','courier','source-0','2026-09-01 02:00:00.000000','',NULL,'done_by-0',NULL,'');
INSERT INTO "suggestion" VALUES(2,'digest-1','shili-1','name-1','address-1','district-1','sub_district-1',1.0,1.0,1.0,'[]','hours-1','','courier','source-1','2026-09-01 02:00:00.000000','',NULL,'done_by-1',NULL,'');
CREATE TABLE throttle (
	"key" VARCHAR(64) NOT NULL, 
	failures INTEGER NOT NULL, 
	since DATETIME NOT NULL, 
	CONSTRAINT pk_throttle PRIMARY KEY ("key")
);
INSERT INTO "throttle" VALUES('key-0',1,'2026-09-01 02:00:00.000000');
INSERT INTO "throttle" VALUES('key-1',2,'2026-09-01 02:00:00.000000');
CREATE TABLE upload (
	id VARCHAR(32) NOT NULL, 
	account INTEGER NOT NULL, 
	bureau VARCHAR(64) NOT NULL, 
	filename TEXT NOT NULL, 
	sealed BLOB NOT NULL, 
	mapping JSON NOT NULL, 
	preview BLOB, 
	at DATETIME NOT NULL, 
	batch INTEGER, 
	CONSTRAINT pk_upload PRIMARY KEY (id), 
	CONSTRAINT fk_upload_account FOREIGN KEY(account) REFERENCES account (id), 
	CONSTRAINT fk_upload_batch FOREIGN KEY(batch) REFERENCES import_batch (id)
);
INSERT INTO "upload" VALUES('id-0',1,'shili-0','filename-0',X'6741414141414272435130504F63526B67426E69725577424B43516C63744F4B5362356C45756F5550746C7343743959355F416A5679395A56456D4672637A7251335A55335459665633676168316F78594C41647949415869724B6B76754B586779654931484F47526C6E35337935306D51485A4F2D553D','{}',X'6741414141414272435130507735754B327073303145452D2D6567383139794C4E634C6B4633696E794E35616773766751737A723752755F58634343624563546E436C49392D79752D336D6449446E51326F7334536671774A617A783848424A78413D3D','2026-09-01 02:00:00.000000',1);
INSERT INTO "upload" VALUES('id-1',2,'shili-1','filename-1',X'67414141414142724351305069314F474748696A2D69336C644B58586C756E73685237486B67756A68786E53797478536D4752796B43616E554F43774F656C444951706C66313450674843506F4173454142332D564169533173435F53736A5A57577761727473624550575948694E4D514D2D734E2D493D','{}',X'67414141414142724351305039344939314C54374265594D6F75576134314E6F6F506C4F6B4B4C4249444A69527A7459456C595A70523437395F50553846387351653437515A467767427058457645736235377173685553326667704C47543463773D3D','2026-09-01 02:00:00.000000',2);
CREATE TABLE wechat_ticket (
	app_id VARCHAR(64) NOT NULL, 
	sealed TEXT NOT NULL, 
	valid_until DATETIME, 
	claimed_until DATETIME, 
	retry_at DATETIME, 
	failure TEXT NOT NULL, 
	failed_at DATETIME, 
	CONSTRAINT pk_wechat_ticket PRIMARY KEY (app_id)
);
INSERT INTO "wechat_ticket" VALUES('app_id-0','gAAAAABrCQ0P5-3BqUTiH-p9lUZA2kZLUpQDFH6wFJ0emp2faKUzx8nkc6wMMcNMVwtu5NzpytMLDRr4GZhpdQDnkfSRl4ZfduDkUM9tehzKmk1d-FihUhI=','2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','failure-0','2026-09-01 02:00:00.000000');
INSERT INTO "wechat_ticket" VALUES('app_id-1','gAAAAABrCQ0PqYO9z7mCKByKg5rA67NixF_7XCBktz8RoAcTpM3CmVXaUZZP9A1XQ8NsORrXz2WaGocII5Gb45yvVVHsIChYHS6un7l_4VROXoSLhzOMKRs=','2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','failure-1','2026-09-01 02:00:00.000000');
CREATE INDEX ix_point_bureau ON point (bureau);
CREATE INDEX ix_contact_fingerprint ON contact (fingerprint);
CREATE INDEX ix_import_batch_sha256 ON import_batch (sha256);
CREATE INDEX ix_revision_batch ON revision (batch);
CREATE INDEX ix_review_item_open ON review_item (done_at, kind);
CREATE INDEX ix_invitation_account ON invitation (account);
CREATE INDEX ix_session_account ON session (account);
CREATE INDEX ix_throttle_since ON throttle (since);
CREATE INDEX ix_keeper_link_code ON keeper_link (code);
CREATE INDEX ix_keeper_use_link ON keeper_use (link);
CREATE INDEX ix_upload_account ON upload (account);
CREATE INDEX ix_upload_at ON upload (at);
CREATE INDEX ix_revision_at ON revision (at);
CREATE INDEX ix_offering_code ON offering (code);
CREATE INDEX ix_offering_session_offering ON offering_session (offering);
CREATE INDEX ix_offering_session_starts_at ON offering_session (starts_at);
CREATE INDEX ix_offering_session_ends_at ON offering_session (ends_at);
CREATE INDEX ix_booking_line ON booking (session, state, turn);
CREATE INDEX ix_booking_phone ON booking (phone);
CREATE UNIQUE INDEX uq_booking_standing ON booking (session, phone) WHERE state IN ('confirmed', 'waiting');
CREATE INDEX ix_roster_opening_session ON roster_opening (session);
CREATE INDEX ix_sighting_day ON sighting (day);
CREATE INDEX ix_sighting_due_at ON sighting (due_at);
CREATE INDEX ix_sighting_open ON sighting (code, answered_at);
CREATE INDEX ix_robot_bureau ON robot (bureau);
CREATE INDEX ix_outbox_line ON outbox (state, robot);
CREATE INDEX ix_outbox_made_at ON outbox (made_at);
CREATE INDEX ix_api_token_bureau ON api_token (bureau);
CREATE INDEX ix_api_replay_at ON api_replay (at);
CREATE INDEX ix_suggestion_open ON suggestion (done_at, bureau);
CREATE INDEX ix_half_session_account ON half_session (account);
COMMIT;
