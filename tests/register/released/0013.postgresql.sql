SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.account (
    id integer NOT NULL,
    login character varying(64) NOT NULL,
    name text NOT NULL,
    role character varying(32) NOT NULL,
    bureau character varying(64) NOT NULL,
    password text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by text NOT NULL,
    disabled_at timestamp with time zone
);
CREATE SEQUENCE public.account_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.account_id_seq OWNED BY public.account.id;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.amenity (
    code character varying(6) NOT NULL,
    place integer NOT NULL,
    key character varying(64) NOT NULL,
    has boolean NOT NULL
);
CREATE TABLE public.api_replay (
    token integer NOT NULL,
    key character varying(64) NOT NULL,
    request character varying(64) NOT NULL,
    code character varying(6) NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.api_token (
    id integer NOT NULL,
    digest character varying(64) NOT NULL,
    bureau character varying(64) NOT NULL,
    name text NOT NULL,
    scopes json NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_on date,
    revoked_at timestamp with time zone,
    revoked_by text NOT NULL
);
CREATE SEQUENCE public.api_token_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.api_token_id_seq OWNED BY public.api_token.id;
CREATE TABLE public.booking (
    id integer NOT NULL,
    session character varying(6) NOT NULL,
    digest character varying(64) NOT NULL,
    door_code character varying(8) NOT NULL,
    places integer NOT NULL,
    state character varying(32) NOT NULL,
    turn integer NOT NULL,
    sealed text NOT NULL,
    phone character varying(64),
    made_at timestamp with time zone NOT NULL,
    made_by character varying(32) NOT NULL,
    settled_at timestamp with time zone,
    reason text NOT NULL,
    attendance character varying(32),
    news character varying(32),
    news_at timestamp with time zone,
    told_at timestamp with time zone,
    told_by text NOT NULL,
    CONSTRAINT ck_booking_places CHECK ((places > 0))
);
CREATE SEQUENCE public.booking_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.booking_id_seq OWNED BY public.booking.id;
CREATE TABLE public.bureau (
    slug character varying(64) NOT NULL,
    name text NOT NULL,
    trusts_keepers boolean DEFAULT false NOT NULL
);
CREATE TABLE public.calendar_day (
    date date NOT NULL,
    type character varying(32) NOT NULL,
    holiday text NOT NULL
);
CREATE TABLE public.change (
    n integer NOT NULL,
    code character varying(6) NOT NULL
);
CREATE TABLE public.contact (
    code character varying(6) NOT NULL,
    place integer NOT NULL,
    public boolean NOT NULL,
    number text NOT NULL,
    sealed text NOT NULL,
    fingerprint character varying(64) NOT NULL
);
CREATE TABLE public.demand (
    month character varying(7) NOT NULL,
    north integer NOT NULL,
    east integer NOT NULL,
    hour integer NOT NULL,
    need character varying(32) NOT NULL,
    asked integer NOT NULL,
    served integer NOT NULL
);
CREATE TABLE public.demand_batch (
    id character varying(32) NOT NULL,
    hour timestamp with time zone NOT NULL
);
CREATE TABLE public.digest_opening (
    bureau character varying(64) NOT NULL,
    line text NOT NULL,
    at timestamp with time zone NOT NULL,
    by text NOT NULL
);
CREATE TABLE public.door (
    code character varying(6) NOT NULL,
    confirmed_at timestamp with time zone,
    shut_at timestamp with time zone,
    shut_until timestamp with time zone,
    disputed boolean NOT NULL,
    doubted_at timestamp with time zone,
    doubted_until timestamp with time zone
);
CREATE TABLE public.door_day (
    day date NOT NULL,
    code character varying(6) NOT NULL,
    opened integer NOT NULL,
    shut integer NOT NULL,
    refused integer NOT NULL,
    other integer NOT NULL,
    refuted integer NOT NULL,
    asked integer NOT NULL,
    in_time integer NOT NULL,
    late integer NOT NULL
);
CREATE TABLE public.feed (
    id integer NOT NULL,
    n integer NOT NULL
);
CREATE TABLE public.geocode_answer (
    provider character varying(32) NOT NULL,
    query text NOT NULL,
    answer json NOT NULL,
    level text NOT NULL,
    raw_datum character varying(32) NOT NULL,
    answered_on date NOT NULL
);
CREATE TABLE public.half_session (
    digest character varying(64) NOT NULL,
    account integer NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.import_batch (
    id integer NOT NULL,
    filename text NOT NULL,
    sha256 character varying(64) NOT NULL,
    bureau text NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_kind character varying(32) NOT NULL,
    actor_name text NOT NULL,
    counts json NOT NULL,
    columns json NOT NULL,
    undone_at timestamp with time zone,
    undone_by text DEFAULT ''::text NOT NULL
);
CREATE SEQUENCE public.import_batch_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.import_batch_id_seq OWNED BY public.import_batch.id;
CREATE TABLE public.instance (
    id character varying(32) NOT NULL,
    kind character varying(32) NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.invitation (
    digest character varying(64) NOT NULL,
    account integer NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.keeper_link (
    id character varying(32) NOT NULL,
    code character varying(6) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    revoked_by text NOT NULL
);
CREATE TABLE public.keeper_use (
    id integer NOT NULL,
    link character varying(32) NOT NULL,
    at timestamp with time zone NOT NULL,
    what text NOT NULL
);
CREATE SEQUENCE public.keeper_use_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.keeper_use_id_seq OWNED BY public.keeper_use.id;
CREATE TABLE public.measure (
    day date NOT NULL,
    bureau character varying(64) NOT NULL,
    district character varying(32) NOT NULL,
    sub_district character varying(32) NOT NULL,
    points integer NOT NULL,
    checked integer NOT NULL,
    hours_unknown integer NOT NULL,
    amenities_unknown integer NOT NULL,
    unlocated integer NOT NULL,
    age_days integer,
    open_late integer,
    open_holiday integer,
    searched integer,
    served integer,
    reported integer,
    answered integer,
    confirmed integer,
    found_shut integer
);
CREATE TABLE public.measure_age (
    day date NOT NULL,
    bureau character varying(64) NOT NULL,
    days integer
);
CREATE TABLE public.offering (
    id integer NOT NULL,
    revision integer NOT NULL,
    code character varying(6) NOT NULL,
    space text NOT NULL,
    title text NOT NULL,
    kind character varying(32) NOT NULL,
    category character varying(32) NOT NULL,
    description text NOT NULL,
    welcome character varying(32) NOT NULL,
    channel character varying(32) NOT NULL,
    phone text NOT NULL,
    link text NOT NULL,
    how text NOT NULL,
    how_date date,
    made_at timestamp with time zone NOT NULL,
    made_by text NOT NULL,
    ended_at timestamp with time zone,
    ended_by text NOT NULL
);
CREATE SEQUENCE public.offering_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.offering_id_seq OWNED BY public.offering.id;
CREATE TABLE public.offering_session (
    code character varying(6) NOT NULL,
    revision integer NOT NULL,
    offering integer NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    capacity integer,
    most integer NOT NULL,
    queue integer NOT NULL,
    opens_at timestamp with time zone,
    closes_at timestamp with time zone,
    notice_minutes integer NOT NULL,
    closing timestamp with time zone NOT NULL,
    state character varying(32) NOT NULL,
    reason text NOT NULL,
    moved_from timestamp with time zone,
    series character varying(32) NOT NULL,
    taken integer NOT NULL,
    waiting integer NOT NULL,
    turn integer NOT NULL,
    bookers character varying(32) DEFAULT 'nobody'::character varying NOT NULL,
    CONSTRAINT ck_offering_session_taken CHECK (((taken >= 0) AND (taken <= COALESCE(capacity, 0)))),
    CONSTRAINT ck_offering_session_waiting CHECK ((waiting >= 0))
);
CREATE TABLE public.outbox (
    id integer NOT NULL,
    robot integer NOT NULL,
    batch character varying(64) NOT NULL,
    part integer NOT NULL,
    text text NOT NULL,
    form character varying(32) NOT NULL,
    state character varying(32) NOT NULL,
    attempts integer NOT NULL,
    due_at timestamp with time zone NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    claimed_at timestamp with time zone,
    settled_at timestamp with time zone,
    note text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by text NOT NULL
);
CREATE SEQUENCE public.outbox_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.outbox_id_seq OWNED BY public.outbox.id;
CREATE TABLE public.personal_request (
    id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    account text NOT NULL,
    what character varying(32) NOT NULL,
    number character varying(16) NOT NULL,
    counts json NOT NULL
);
CREATE SEQUENCE public.personal_request_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.personal_request_id_seq OWNED BY public.personal_request.id;
CREATE TABLE public.point (
    code character varying(6) NOT NULL,
    revision integer NOT NULL,
    name text NOT NULL,
    kind character varying(32) NOT NULL,
    demonstration character varying(32) NOT NULL,
    bureau character varying(64) NOT NULL,
    district text NOT NULL,
    sub_district text NOT NULL,
    address text NOT NULL,
    latitude double precision,
    longitude double precision,
    precision_m double precision,
    position_basis character varying(32) NOT NULL,
    confirmed_by text NOT NULL,
    confirmed_on date,
    audience character varying(32) NOT NULL,
    free boolean,
    access character varying(32) NOT NULL,
    access_note text NOT NULL,
    parking_note text NOT NULL,
    hours_text text NOT NULL,
    opening_hours text,
    hours_status character varying(32) NOT NULL,
    hours_proposal text,
    hours_reasons json NOT NULL,
    booking_channel character varying(32) NOT NULL,
    booking_phone text NOT NULL,
    booking_link text NOT NULL,
    booking_note text NOT NULL,
    booking_note_date date,
    link_group text NOT NULL,
    valid_from date,
    valid_to date,
    listing character varying(32) NOT NULL,
    suspended_until timestamp with time zone,
    listing_reason text NOT NULL,
    checked_on date,
    checked_by text NOT NULL,
    source text NOT NULL,
    source_date text NOT NULL,
    note text NOT NULL,
    updated_at timestamp with time zone NOT NULL
);
CREATE TABLE public.position_candidate (
    code character varying(6) NOT NULL,
    place integer NOT NULL,
    candidate json NOT NULL,
    why text NOT NULL,
    found_at timestamp with time zone NOT NULL
);
CREATE TABLE public.pulse (
    name character varying(32) NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.recovery_code (
    account integer NOT NULL,
    place integer NOT NULL,
    hashed text NOT NULL
);
CREATE TABLE public.review_item (
    id integer NOT NULL,
    key character varying(64) NOT NULL,
    kind character varying(32) NOT NULL,
    code character varying(6),
    bureau text NOT NULL,
    batch integer,
    sheet text NOT NULL,
    "row" integer,
    "column" text NOT NULL,
    reason text NOT NULL,
    content json NOT NULL,
    sealed text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    done_by text NOT NULL,
    outcome text NOT NULL
);
CREATE SEQUENCE public.review_item_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.review_item_id_seq OWNED BY public.review_item.id;
CREATE TABLE public.revision (
    code character varying(6) NOT NULL,
    revision integer NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_kind character varying(32) NOT NULL,
    actor_name text NOT NULL,
    what json NOT NULL,
    why text NOT NULL,
    batch integer
);
CREATE TABLE public.robot (
    id integer NOT NULL,
    bureau character varying(64) NOT NULL,
    name text NOT NULL,
    sealed text NOT NULL,
    fingerprint character varying(64),
    tail character varying(8) NOT NULL,
    district text NOT NULL,
    sub_district text NOT NULL,
    length character varying(32) NOT NULL,
    form character varying(32) NOT NULL,
    greets boolean NOT NULL,
    weekday integer,
    minute integer,
    since timestamp with time zone NOT NULL,
    fault text NOT NULL,
    claimed_at timestamp with time zone,
    made_at timestamp with time zone NOT NULL,
    made_by text NOT NULL,
    removed_at timestamp with time zone
);
CREATE SEQUENCE public.robot_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.robot_id_seq OWNED BY public.robot.id;
CREATE TABLE public.roster_opening (
    id integer NOT NULL,
    session character varying(6) NOT NULL,
    at timestamp with time zone NOT NULL,
    account text NOT NULL,
    what text NOT NULL
);
CREATE SEQUENCE public.roster_opening_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.roster_opening_id_seq OWNED BY public.roster_opening.id;
CREATE TABLE public.second_factor (
    account integer NOT NULL,
    sealed text NOT NULL,
    since timestamp with time zone NOT NULL,
    step bigint NOT NULL
);
CREATE TABLE public.session (
    digest character varying(64) NOT NULL,
    account integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    device text NOT NULL
);
CREATE TABLE public.sighting (
    id integer NOT NULL,
    code character varying(6) NOT NULL,
    saw character varying(32) NOT NULL,
    rider character varying(32) NOT NULL,
    lacks text NOT NULL,
    words text NOT NULL,
    near character varying(32) NOT NULL,
    at timestamp with time zone NOT NULL,
    day date NOT NULL,
    until timestamp with time zone,
    device character varying(64) NOT NULL,
    network character varying(64) NOT NULL,
    digest character varying(64) NOT NULL,
    held boolean DEFAULT false NOT NULL,
    due_at timestamp with time zone,
    answered_at timestamp with time zone,
    answered_by character varying(32) NOT NULL,
    answer character varying(32) NOT NULL,
    answer_until timestamp with time zone,
    pin_latitude double precision,
    pin_longitude double precision
);
CREATE SEQUENCE public.sighting_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.sighting_id_seq OWNED BY public.sighting.id;
CREATE TABLE public.space (
    code character varying(6) NOT NULL,
    place integer NOT NULL,
    name text NOT NULL,
    hours_text text,
    opening_hours text,
    hours_status character varying(32),
    hours_proposal text,
    hours_reasons json
);
CREATE TABLE public.suggestion (
    id integer NOT NULL,
    digest character varying(64) NOT NULL,
    bureau character varying(64) NOT NULL,
    name text NOT NULL,
    address text NOT NULL,
    district text NOT NULL,
    sub_district text NOT NULL,
    latitude double precision,
    longitude double precision,
    precision_m double precision,
    amenities json NOT NULL,
    hours text NOT NULL,
    note text NOT NULL,
    who character varying(32) NOT NULL,
    source character varying(32) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    outcome character varying(32) NOT NULL,
    done_at timestamp with time zone,
    done_by text NOT NULL,
    code character varying(6),
    reason text NOT NULL
);
CREATE SEQUENCE public.suggestion_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.suggestion_id_seq OWNED BY public.suggestion.id;
CREATE TABLE public.throttle (
    key character varying(64) NOT NULL,
    failures integer NOT NULL,
    since timestamp with time zone NOT NULL
);
CREATE TABLE public.upload (
    id character varying(32) NOT NULL,
    account integer NOT NULL,
    bureau character varying(64) NOT NULL,
    filename text NOT NULL,
    sealed bytea NOT NULL,
    mapping json NOT NULL,
    preview bytea,
    at timestamp with time zone NOT NULL,
    batch integer
);
CREATE TABLE public.wechat_ticket (
    app_id character varying(64) NOT NULL,
    sealed text NOT NULL,
    valid_until timestamp with time zone,
    claimed_until timestamp with time zone,
    retry_at timestamp with time zone,
    failure text NOT NULL,
    failed_at timestamp with time zone
);
ALTER TABLE ONLY public.account ALTER COLUMN id SET DEFAULT nextval('public.account_id_seq'::regclass);
ALTER TABLE ONLY public.api_token ALTER COLUMN id SET DEFAULT nextval('public.api_token_id_seq'::regclass);
ALTER TABLE ONLY public.booking ALTER COLUMN id SET DEFAULT nextval('public.booking_id_seq'::regclass);
ALTER TABLE ONLY public.import_batch ALTER COLUMN id SET DEFAULT nextval('public.import_batch_id_seq'::regclass);
ALTER TABLE ONLY public.keeper_use ALTER COLUMN id SET DEFAULT nextval('public.keeper_use_id_seq'::regclass);
ALTER TABLE ONLY public.offering ALTER COLUMN id SET DEFAULT nextval('public.offering_id_seq'::regclass);
ALTER TABLE ONLY public.outbox ALTER COLUMN id SET DEFAULT nextval('public.outbox_id_seq'::regclass);
ALTER TABLE ONLY public.personal_request ALTER COLUMN id SET DEFAULT nextval('public.personal_request_id_seq'::regclass);
ALTER TABLE ONLY public.review_item ALTER COLUMN id SET DEFAULT nextval('public.review_item_id_seq'::regclass);
ALTER TABLE ONLY public.robot ALTER COLUMN id SET DEFAULT nextval('public.robot_id_seq'::regclass);
ALTER TABLE ONLY public.roster_opening ALTER COLUMN id SET DEFAULT nextval('public.roster_opening_id_seq'::regclass);
ALTER TABLE ONLY public.sighting ALTER COLUMN id SET DEFAULT nextval('public.sighting_id_seq'::regclass);
ALTER TABLE ONLY public.suggestion ALTER COLUMN id SET DEFAULT nextval('public.suggestion_id_seq'::regclass);
INSERT INTO public.account VALUES (1, 'login-0', 'name-0', 'editor', 'shili-0', 'password-0', '2026-09-01 02:00:00+00', 'made_by-0', NULL);
INSERT INTO public.account VALUES (2, 'login-1', 'name-1', 'editor', 'shili-0', 'password-1', '2026-09-01 02:00:00+00', 'made_by-1', NULL);
INSERT INTO public.alembic_version VALUES ('0013');
INSERT INTO public.amenity VALUES ('7K2M9Q', 0, 'hot_water', false);
INSERT INTO public.amenity VALUES ('7K2M9R', 0, 'hot_water', false);
INSERT INTO public.api_replay VALUES (1, 'key-0', 'request-0', '7K2M9Q', '2026-09-01 02:00:00+00');
INSERT INTO public.api_replay VALUES (2, 'key-1', 'request-1', '7K2M9R', '2026-09-01 02:00:00+00');
INSERT INTO public.api_token VALUES (1, 'digest-0', 'shili-0', 'name-0', '{}', '2026-09-01 02:00:00+00', 'made_by-0', '2026-09-01 02:00:00+00', '2026-09-01', NULL, 'revoked_by-0');
INSERT INTO public.api_token VALUES (2, 'digest-1', 'shili-1', 'name-1', '{}', '2026-09-01 02:00:00+00', 'made_by-1', '2026-09-01 02:00:00+00', '2026-09-02', NULL, 'revoked_by-1');
INSERT INTO public.booking VALUES (1, '8K2M9Q', 'digest-0', 'door_cod', 1, 'confirmed', 1, 'gAAAAABrCQ0SJDmaRqEvgoqJae26qrmLuJAX6qYdMiXApIIIdgrY9txjxt7IXHPloc9aCadux7yBmXCEZt8uQpzgY3VtGFDgchSmlC3rtBLzawXsRQ4AAL0=', '9377b27776e6fe49cdbce96e94b8adec9e669fea81eafaa26e342f22bdf76336', '2026-09-01 02:00:00+00', 'made_by-0', NULL, '', NULL, NULL, NULL, NULL, 'told_by-0');
INSERT INTO public.booking VALUES (2, '8K2M9R', 'digest-1', 'door_cod', 1, 'confirmed', 2, 'gAAAAABrCQ0SILrRcwl2yJEQPGf1WxM7e9tLbnS2RcSHHdocZWnRyFdc4b8-RIMUt_BqfItfeOizHsah0ZxpIvrSsvNjt9IBYlX0E48W8WHlmZb6gyNtFRE=', '6d3e1d0c9e42af7200d28d36e0130405ff94631ca54426b2181943ceb5b62166', '2026-09-01 02:00:00+00', 'made_by-1', NULL, '', NULL, NULL, NULL, NULL, 'told_by-1');
INSERT INTO public.bureau VALUES ('shili-0', 'name-0', false);
INSERT INTO public.bureau VALUES ('shili-1', 'name-1', false);
INSERT INTO public.calendar_day VALUES ('2026-09-01', 'workday', 'holiday-0');
INSERT INTO public.calendar_day VALUES ('2026-09-02', 'workday', 'holiday-1');
INSERT INTO public.change VALUES (1, '');
INSERT INTO public.change VALUES (2, '');
INSERT INTO public.contact VALUES ('7K2M9Q', 0, false, '', 'gAAAAABrCQ0S2MabeTsgtIJxuTQFm1JoaENaV7P2tTPsR2MCsSGqOvmgbN17G-dnrhJXvinFFY_rm-FKm5CnHxrER_d2LaevMV_-qgY_Fw0gfqUCF_7znAc=', '9377b27776e6fe49cdbce96e94b8adec9e669fea81eafaa26e342f22bdf76336');
INSERT INTO public.contact VALUES ('7K2M9R', 0, false, '', 'gAAAAABrCQ0Sov0Wl-BX8oEkpDnzIXwujcHfqn3Y3VihK73Zt_6dIuzB30m59pYrwu3JTfC4lRLNER0cX8apgIGJtyfdWupryOzNs5lCUs99cZAst8miBOo=', '6d3e1d0c9e42af7200d28d36e0130405ff94631ca54426b2181943ceb5b62166');
INSERT INTO public.demand VALUES ('2026-09', 1, 1, 1, 'need-0', 1, 1);
INSERT INTO public.demand VALUES ('2026-09', 2, 2, 2, 'need-1', 2, 2);
INSERT INTO public.demand_batch VALUES ('id-0', '2026-09-01 02:00:00+00');
INSERT INTO public.demand_batch VALUES ('id-1', '2026-09-01 02:00:00+00');
INSERT INTO public.digest_opening VALUES ('shili-0', 'line-0', '2026-09-01 02:00:00+00', 'by-0');
INSERT INTO public.digest_opening VALUES ('shili-1', 'line-1', '2026-09-01 02:00:00+00', 'by-1');
INSERT INTO public.door VALUES ('7K2M9Q', '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', false, '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00');
INSERT INTO public.door VALUES ('7K2M9R', '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', false, '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00');
INSERT INTO public.door_day VALUES ('2026-09-01', '7K2M9Q', 1, 1, 1, 1, 1, 1, 1, 1);
INSERT INTO public.door_day VALUES ('2026-09-02', '7K2M9R', 2, 2, 2, 2, 2, 2, 2, 2);
INSERT INTO public.feed VALUES (1, 2);
INSERT INTO public.geocode_answer VALUES ('provider-0', 'query-0', '{}', 'level-0', 'raw_datum-0', '2026-09-01');
INSERT INTO public.geocode_answer VALUES ('provider-1', 'query-1', '{}', 'level-1', 'raw_datum-1', '2026-09-02');
INSERT INTO public.half_session VALUES ('digest-0', 1, '2026-09-01 02:00:00+00');
INSERT INTO public.half_session VALUES ('digest-1', 2, '2026-09-01 02:00:00+00');
INSERT INTO public.import_batch VALUES (1, 'filename-0', 'sha256-0', 'shili-0', '2026-09-01 02:00:00+00', 'actor_kind-0', 'actor_name-0', '{}', '{}', NULL, 'undone_by-0');
INSERT INTO public.import_batch VALUES (2, 'filename-1', 'sha256-1', 'shili-1', '2026-09-01 02:00:00+00', 'actor_kind-1', 'actor_name-1', '{}', '{}', NULL, 'undone_by-1');
INSERT INTO public.instance VALUES ('id-0', 'real', '2026-09-01 02:00:00+00');
INSERT INTO public.invitation VALUES ('digest-0', 1, '2026-09-01 02:00:00+00');
INSERT INTO public.invitation VALUES ('digest-1', 2, '2026-09-01 02:00:00+00');
INSERT INTO public.keeper_link VALUES ('id-0', '7K2M9Q', '2026-09-01 02:00:00+00', 'made_by-0', '2026-09-01 02:00:00+00', NULL, 'revoked_by-0');
INSERT INTO public.keeper_link VALUES ('id-1', '7K2M9R', '2026-09-01 02:00:00+00', 'made_by-1', '2026-09-01 02:00:00+00', NULL, 'revoked_by-1');
INSERT INTO public.keeper_use VALUES (1, 'id-0', '2026-09-01 02:00:00+00', 'what-0');
INSERT INTO public.keeper_use VALUES (2, 'id-1', '2026-09-01 02:00:00+00', 'what-1');
INSERT INTO public.measure VALUES ('2026-09-01', 'shili-0', 'district-0', 'sub_district-0', 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
INSERT INTO public.measure VALUES ('2026-09-02', 'shili-1', 'district-1', 'sub_district-1', 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2);
INSERT INTO public.measure_age VALUES ('2026-09-01', 'shili-0', 1);
INSERT INTO public.measure_age VALUES ('2026-09-02', 'shili-1', 2);
INSERT INTO public.offering VALUES (1, 1, '7K2M9Q', '', 'title-0', 'service', 'daily', 'description-0', 'everyone', 'here', 'phone-0', 'link-0', 'how-0', '2026-09-01', '2026-09-01 02:00:00+00', 'made_by-0', NULL, 'ended_by-0');
INSERT INTO public.offering VALUES (2, 2, '7K2M9R', '', 'title-1', 'service', 'daily', 'description-1', 'everyone', 'here', 'phone-1', 'link-1', 'how-1', '2026-09-02', '2026-09-01 02:00:00+00', 'made_by-1', NULL, 'ended_by-1');
INSERT INTO public.offering_session VALUES ('8K2M9Q', 1, 1, '2027-09-01 02:00:00+00', '2027-09-01 04:00:00+00', 5, 3, 10, NULL, NULL, 0, '2027-09-01 02:00:00+00', 'planned', '', NULL, 'series-0', 1, 0, 1, 'public');
INSERT INTO public.offering_session VALUES ('8K2M9R', 2, 2, '2027-09-01 02:00:00+00', '2027-09-01 04:00:00+00', 5, 3, 10, NULL, NULL, 0, '2027-09-01 02:00:00+00', 'planned', '', NULL, 'series-1', 1, 0, 1, 'public');
INSERT INTO public.outbox VALUES (1, 1, 'batch-0', 1, 'text-0', 'form-0', 'sent', 1, '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', '', '2026-09-01 02:00:00+00', 'made_by-0');
INSERT INTO public.outbox VALUES (2, 2, 'batch-1', 2, 'text-1', 'form-1', 'sent', 2, '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', '', '2026-09-01 02:00:00+00', 'made_by-1');
INSERT INTO public.personal_request VALUES (1, '2026-09-01 02:00:00+00', 'account-0', 'what-0', 'number-0', '{}');
INSERT INTO public.personal_request VALUES (2, '2026-09-01 02:00:00+00', 'account-1', 'what-1', 'number-1', '{}');
INSERT INTO public.point VALUES ('7K2M9Q', 1, 'name-0', 'care_station', 'no', 'shili-0', '黄浦区', 'sub_district-0', 'address-0', 31.23, 121.47, 10, 'pin', 'confirmed_by-0', '2026-09-01', 'couriers', false, 'walk_in', 'access_note-0', 'parking_note-0', '每天9:00-17:00', 'Mo-Su 09:00-17:00', 'read', NULL, '[]', 'here', 'booking_phone-0', 'booking_link-0', 'booking_note-0', '2026-09-01', '', NULL, NULL, 'listed', NULL, 'listing_reason-0', '2026-09-01', 'checked_by-0', 'source-0', 'source_date-0', '', '2026-09-01 02:00:00+00');
INSERT INTO public.point VALUES ('7K2M9R', 1, 'name-1', 'care_station', 'no', 'shili-0', '黄浦区', 'sub_district-1', 'address-1', 31.23, 121.47, 10, 'pin', 'confirmed_by-1', '2026-09-02', 'couriers', false, 'walk_in', 'access_note-1', 'parking_note-1', '每天9:00-17:00', 'Mo-Su 09:00-17:00', 'read', NULL, '[]', 'here', 'booking_phone-1', 'booking_link-1', 'booking_note-1', '2026-09-02', '', NULL, NULL, 'listed', NULL, 'listing_reason-1', '2026-09-02', 'checked_by-1', 'source-1', 'source_date-1', '', '2026-09-01 02:00:00+00');
INSERT INTO public.position_candidate VALUES ('7K2M9Q', 1, '{}', 'why-0', '2026-09-01 02:00:00+00');
INSERT INTO public.position_candidate VALUES ('7K2M9R', 2, '{}', 'why-1', '2026-09-01 02:00:00+00');
INSERT INTO public.pulse VALUES ('name-0', '2026-09-01 02:00:00+00');
INSERT INTO public.pulse VALUES ('name-1', '2026-09-01 02:00:00+00');
INSERT INTO public.recovery_code VALUES (1, 1, 'hashed-0');
INSERT INTO public.recovery_code VALUES (2, 2, 'hashed-1');
INSERT INTO public.review_item VALUES (1, 'key-0', 'note', '7K2M9Q', 'shili-0', 1, 'sheet-0', 1, 'column-0', '', '{}', 'gAAAAABrCQ0SYlbPY6eUrN-xW_5_y2MW5MzEBrpPsCLplya-DQkweCxwcHuX7_UmFGV3HHytc0ItEkusvceqLqpNXtB2-dPSU7OeiibHJthNBIwSOmSDMNw=', '2026-09-01 02:00:00+00', NULL, 'done_by-0', 'outcome-0');
INSERT INTO public.review_item VALUES (2, 'key-1', 'note', '7K2M9R', 'shili-1', 2, 'sheet-1', 2, 'column-1', '', '{}', 'gAAAAABrCQ0SGQYgzCVeoF24y4Jm9cIramMgJcdCNUriGKgJLeYIieOF0L1OkKKRMekets6TlCqfiypgBZgSXcHuoo_PJaAd_A5pfo4huVYqRXs3-ag9nB4=', '2026-09-01 02:00:00+00', NULL, 'done_by-1', 'outcome-1');
INSERT INTO public.revision VALUES ('7K2M9Q', 1, '2026-09-01 02:00:00+00', 'actor_kind-0', 'actor_name-0', '{"name": ["旧", "新"]}', 'why-0', 1);
INSERT INTO public.revision VALUES ('7K2M9R', 1, '2026-09-01 02:00:00+00', 'actor_kind-1', 'actor_name-1', '{"name": ["旧", "新"]}', 'why-1', 2);
INSERT INTO public.robot VALUES (1, 'shili-0', 'name-0', 'gAAAAABrCQ0SV6y257mhJUDcf-Vici2R4w6xz2Ey0HKP8Xi8wtsZrFf78OmTqp0dn3ML86aWvvEfj62EABk9n66TEY1C1Pw_4FGuZUl63oicCi4Sx3jRbpk=', '9377b27776e6fe49cdbce96e94b8adec9e669fea81eafaa26e342f22bdf76336', 'tail-0', 'district-0', 'sub_district-0', 'short', 'text', false, NULL, NULL, '2026-09-01 02:00:00+00', 'fault-0', '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', 'made_by-0', NULL);
INSERT INTO public.robot VALUES (2, 'shili-1', 'name-1', 'gAAAAABrCQ0SEtNoJ4lGDhGCS8yVzOI_fTkvj1K8Q7NldEwjiXdneC9Cesxm0MTdc5ca8XOxKVv1I6VTqy4ncOPi9hZ8Wd9c5gw_xxsFBxqHK9nRGLfVv08=', '6d3e1d0c9e42af7200d28d36e0130405ff94631ca54426b2181943ceb5b62166', 'tail-1', 'district-1', 'sub_district-1', 'short', 'text', false, NULL, NULL, '2026-09-01 02:00:00+00', 'fault-1', '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', 'made_by-1', NULL);
INSERT INTO public.roster_opening VALUES (1, '8K2M9Q', '2026-09-01 02:00:00+00', 'account-0', 'what-0');
INSERT INTO public.roster_opening VALUES (2, '8K2M9R', '2026-09-01 02:00:00+00', 'account-1', 'what-1');
INSERT INTO public.second_factor VALUES (1, 'gAAAAABrCQ0SVV0UXbi-QftVyXRFbNUyRzK4Ep4MtVQHut2QLoEmXtHJICazGpgR9PZm_Rn05_PijI_NfpXncCQrETXgoiS_g0bXuKpbFyE6o1zjW8y5DZs=', '2026-09-01 02:00:00+00', 1);
INSERT INTO public.second_factor VALUES (2, 'gAAAAABrCQ0S_fkRnE6uni6L6s_R_r-_DO0aEhnuhsJ41nRnQwVliFlkTVofq4U97KVMngLMAwPo4acAbAqszE1kryT0berTRysVtENsa1ZezLDdaOKFjbA=', '2026-09-01 02:00:00+00', 2);
INSERT INTO public.session VALUES ('digest-0', 1, '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', 'device-0');
INSERT INTO public.session VALUES ('digest-1', 2, '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', 'device-1');
INSERT INTO public.sighting VALUES (1, '7K2M9Q', 'fine', '', 'lacks-0', 'words-0', '', '2026-09-01 02:00:00+00', '2026-09-01', '2026-09-01 02:00:00+00', 'device-0', 'network-0', 'digest-0', false, '2026-09-01 02:00:00+00', NULL, 'answered_by-0', 'answer-0', '2026-09-01 02:00:00+00', 0, 0);
INSERT INTO public.sighting VALUES (2, '7K2M9R', 'fine', '', 'lacks-1', 'words-1', '', '2026-09-01 02:00:00+00', '2026-09-02', '2026-09-01 02:00:00+00', 'device-1', 'network-1', 'digest-1', false, '2026-09-01 02:00:00+00', NULL, 'answered_by-1', 'answer-1', '2026-09-01 02:00:00+00', 1, 1);
INSERT INTO public.space VALUES ('7K2M9Q', 1, 'name-0', NULL, NULL, NULL, NULL, 'null');
INSERT INTO public.space VALUES ('7K2M9R', 1, 'name-1', NULL, NULL, NULL, NULL, 'null');
INSERT INTO public.suggestion VALUES (1, 'digest-0', 'shili-0', 'name-0', 'address-0', 'district-0', 'sub_district-0', 0, 0, 0, '[]', 'hours-0', '', 'courier', 'source-0', '2026-09-01 02:00:00+00', '', NULL, 'done_by-0', NULL, '');
INSERT INTO public.suggestion VALUES (2, 'digest-1', 'shili-1', 'name-1', 'address-1', 'district-1', 'sub_district-1', 1, 1, 1, '[]', 'hours-1', '', 'courier', 'source-1', '2026-09-01 02:00:00+00', '', NULL, 'done_by-1', NULL, '');
INSERT INTO public.throttle VALUES ('key-0', 1, '2026-09-01 02:00:00+00');
INSERT INTO public.throttle VALUES ('key-1', 2, '2026-09-01 02:00:00+00');
INSERT INTO public.upload VALUES ('id-0', 1, 'shili-0', 'filename-0', '\x67414141414142724351305351455168775f6e35476b364a4b5f4b56536647483036486d6d5770646e6f34394e56514f4a774657466a7651654b356e2d777a6f4e736c6551654841726d496c4f5a36525a705461716231625f44474c342d6a6f4f3461654a584d61336f62535354545f50744a6f6c4c6f3d', '{}', '\x674141414141427243513053426c4d4d614c574b49737a32464542575f5571593476466d392d4738356b31426a5751776242395966443868686b514e4b594e53704b42726f5f6169684d46347475626842763839557944354232316e7455395551673d3d', '2026-09-01 02:00:00+00', 1);
INSERT INTO public.upload VALUES ('id-1', 2, 'shili-1', 'filename-1', '\x674141414141427243513053395948394a366c5f6339317054626c514e514630566975655555476937576551594f3561485f6345764a4e572d73495a4f78694e536c63336a6977374b6f45444a32426a57623975797777575a35596d77766e5351534f50596f5764415863596631364c726150474d70413d', '{}', '\x67414141414142724351305379375a4b667764567776564431764a6666536f38734d687567756e4a454c6864375f53673555535a5f74544761696a50636c6a3455707031365245516163363074555a49786751796d655366755145697a34335630673d3d', '2026-09-01 02:00:00+00', 2);
INSERT INTO public.wechat_ticket VALUES ('app_id-0', 'gAAAAABrCQ0SW7GdWBqRXad6lrH0cRkckB7c_O98v2mo7DzXT63qzMG1a3GSstSJ1x-DM86IylUduKVxYXsyhaI6TeFgEz3a5lGtIok57Hyu2o04qtZNeUo=', '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', 'failure-0', '2026-09-01 02:00:00+00');
INSERT INTO public.wechat_ticket VALUES ('app_id-1', 'gAAAAABrCQ0SeMSw-Ckp3AdAlra-lPGvEXOr9tyCHCkYetoexh0D_2gOxX2rCWbTASHQVAqJIilOSpP1B46zoHeUDAcHX2hEkhq9by3QsofvPhX8mOxNtQs=', '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', '2026-09-01 02:00:00+00', 'failure-1', '2026-09-01 02:00:00+00');
SELECT pg_catalog.setval('public.account_id_seq', 2, true);
SELECT pg_catalog.setval('public.api_token_id_seq', 2, true);
SELECT pg_catalog.setval('public.booking_id_seq', 2, true);
SELECT pg_catalog.setval('public.import_batch_id_seq', 2, true);
SELECT pg_catalog.setval('public.keeper_use_id_seq', 2, true);
SELECT pg_catalog.setval('public.offering_id_seq', 2, true);
SELECT pg_catalog.setval('public.outbox_id_seq', 2, true);
SELECT pg_catalog.setval('public.personal_request_id_seq', 2, true);
SELECT pg_catalog.setval('public.review_item_id_seq', 2, true);
SELECT pg_catalog.setval('public.robot_id_seq', 2, true);
SELECT pg_catalog.setval('public.roster_opening_id_seq', 2, true);
SELECT pg_catalog.setval('public.sighting_id_seq', 2, true);
SELECT pg_catalog.setval('public.suggestion_id_seq', 2, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT pk_account PRIMARY KEY (id);
ALTER TABLE ONLY public.amenity
    ADD CONSTRAINT pk_amenity PRIMARY KEY (code, place, key);
ALTER TABLE ONLY public.api_replay
    ADD CONSTRAINT pk_api_replay PRIMARY KEY (token, key);
ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT pk_api_token PRIMARY KEY (id);
ALTER TABLE ONLY public.booking
    ADD CONSTRAINT pk_booking PRIMARY KEY (id);
ALTER TABLE ONLY public.bureau
    ADD CONSTRAINT pk_bureau PRIMARY KEY (slug);
ALTER TABLE ONLY public.calendar_day
    ADD CONSTRAINT pk_calendar_day PRIMARY KEY (date);
ALTER TABLE ONLY public.change
    ADD CONSTRAINT pk_change PRIMARY KEY (n, code);
ALTER TABLE ONLY public.contact
    ADD CONSTRAINT pk_contact PRIMARY KEY (code, place);
ALTER TABLE ONLY public.demand
    ADD CONSTRAINT pk_demand PRIMARY KEY (month, north, east, hour, need);
ALTER TABLE ONLY public.demand_batch
    ADD CONSTRAINT pk_demand_batch PRIMARY KEY (id);
ALTER TABLE ONLY public.digest_opening
    ADD CONSTRAINT pk_digest_opening PRIMARY KEY (bureau);
ALTER TABLE ONLY public.door
    ADD CONSTRAINT pk_door PRIMARY KEY (code);
ALTER TABLE ONLY public.door_day
    ADD CONSTRAINT pk_door_day PRIMARY KEY (day, code);
ALTER TABLE ONLY public.feed
    ADD CONSTRAINT pk_feed PRIMARY KEY (id);
ALTER TABLE ONLY public.geocode_answer
    ADD CONSTRAINT pk_geocode_answer PRIMARY KEY (provider, query);
ALTER TABLE ONLY public.half_session
    ADD CONSTRAINT pk_half_session PRIMARY KEY (digest);
ALTER TABLE ONLY public.import_batch
    ADD CONSTRAINT pk_import_batch PRIMARY KEY (id);
ALTER TABLE ONLY public.instance
    ADD CONSTRAINT pk_instance PRIMARY KEY (id);
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT pk_invitation PRIMARY KEY (digest);
ALTER TABLE ONLY public.keeper_link
    ADD CONSTRAINT pk_keeper_link PRIMARY KEY (id);
ALTER TABLE ONLY public.keeper_use
    ADD CONSTRAINT pk_keeper_use PRIMARY KEY (id);
ALTER TABLE ONLY public.measure
    ADD CONSTRAINT pk_measure PRIMARY KEY (day, bureau, district, sub_district);
ALTER TABLE ONLY public.measure_age
    ADD CONSTRAINT pk_measure_age PRIMARY KEY (day, bureau);
ALTER TABLE ONLY public.offering
    ADD CONSTRAINT pk_offering PRIMARY KEY (id);
ALTER TABLE ONLY public.offering_session
    ADD CONSTRAINT pk_offering_session PRIMARY KEY (code);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT pk_outbox PRIMARY KEY (id);
ALTER TABLE ONLY public.personal_request
    ADD CONSTRAINT pk_personal_request PRIMARY KEY (id);
ALTER TABLE ONLY public.point
    ADD CONSTRAINT pk_point PRIMARY KEY (code);
ALTER TABLE ONLY public.position_candidate
    ADD CONSTRAINT pk_position_candidate PRIMARY KEY (code, place);
ALTER TABLE ONLY public.pulse
    ADD CONSTRAINT pk_pulse PRIMARY KEY (name);
ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT pk_recovery_code PRIMARY KEY (account, place);
ALTER TABLE ONLY public.review_item
    ADD CONSTRAINT pk_review_item PRIMARY KEY (id);
ALTER TABLE ONLY public.revision
    ADD CONSTRAINT pk_revision PRIMARY KEY (code, revision);
ALTER TABLE ONLY public.robot
    ADD CONSTRAINT pk_robot PRIMARY KEY (id);
ALTER TABLE ONLY public.roster_opening
    ADD CONSTRAINT pk_roster_opening PRIMARY KEY (id);
ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT pk_second_factor PRIMARY KEY (account);
ALTER TABLE ONLY public.session
    ADD CONSTRAINT pk_session PRIMARY KEY (digest);
ALTER TABLE ONLY public.sighting
    ADD CONSTRAINT pk_sighting PRIMARY KEY (id);
ALTER TABLE ONLY public.space
    ADD CONSTRAINT pk_space PRIMARY KEY (code, place);
ALTER TABLE ONLY public.suggestion
    ADD CONSTRAINT pk_suggestion PRIMARY KEY (id);
ALTER TABLE ONLY public.throttle
    ADD CONSTRAINT pk_throttle PRIMARY KEY (key);
ALTER TABLE ONLY public.upload
    ADD CONSTRAINT pk_upload PRIMARY KEY (id);
ALTER TABLE ONLY public.wechat_ticket
    ADD CONSTRAINT pk_wechat_ticket PRIMARY KEY (app_id);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT uq_account_login UNIQUE (login);
ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT uq_api_token_digest UNIQUE (digest);
ALTER TABLE ONLY public.booking
    ADD CONSTRAINT uq_booking_digest UNIQUE (digest);
ALTER TABLE ONLY public.booking
    ADD CONSTRAINT uq_booking_session_door_code UNIQUE (session, door_code);
ALTER TABLE ONLY public.bureau
    ADD CONSTRAINT uq_bureau_name UNIQUE (name);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT uq_outbox_robot_batch_part UNIQUE (robot, batch, part);
ALTER TABLE ONLY public.review_item
    ADD CONSTRAINT uq_review_item_key UNIQUE (key);
ALTER TABLE ONLY public.robot
    ADD CONSTRAINT uq_robot_fingerprint UNIQUE (fingerprint);
ALTER TABLE ONLY public.sighting
    ADD CONSTRAINT uq_sighting_digest UNIQUE (digest);
ALTER TABLE ONLY public.suggestion
    ADD CONSTRAINT uq_suggestion_digest UNIQUE (digest);
CREATE INDEX ix_api_replay_at ON public.api_replay USING btree (at);
CREATE INDEX ix_api_token_bureau ON public.api_token USING btree (bureau);
CREATE INDEX ix_booking_line ON public.booking USING btree (session, state, turn);
CREATE INDEX ix_booking_phone ON public.booking USING btree (phone);
CREATE INDEX ix_contact_fingerprint ON public.contact USING btree (fingerprint);
CREATE INDEX ix_half_session_account ON public.half_session USING btree (account);
CREATE INDEX ix_import_batch_sha256 ON public.import_batch USING btree (sha256);
CREATE INDEX ix_invitation_account ON public.invitation USING btree (account);
CREATE INDEX ix_keeper_link_code ON public.keeper_link USING btree (code);
CREATE INDEX ix_keeper_use_link ON public.keeper_use USING btree (link);
CREATE INDEX ix_offering_code ON public.offering USING btree (code);
CREATE INDEX ix_offering_session_ends_at ON public.offering_session USING btree (ends_at);
CREATE INDEX ix_offering_session_offering ON public.offering_session USING btree (offering);
CREATE INDEX ix_offering_session_starts_at ON public.offering_session USING btree (starts_at);
CREATE INDEX ix_outbox_line ON public.outbox USING btree (state, robot);
CREATE INDEX ix_outbox_made_at ON public.outbox USING btree (made_at);
CREATE INDEX ix_point_bureau ON public.point USING btree (bureau);
CREATE INDEX ix_review_item_open ON public.review_item USING btree (done_at, kind);
CREATE INDEX ix_revision_at ON public.revision USING btree (at);
CREATE INDEX ix_revision_batch ON public.revision USING btree (batch);
CREATE INDEX ix_robot_bureau ON public.robot USING btree (bureau);
CREATE INDEX ix_roster_opening_session ON public.roster_opening USING btree (session);
CREATE INDEX ix_session_account ON public.session USING btree (account);
CREATE INDEX ix_sighting_day ON public.sighting USING btree (day);
CREATE INDEX ix_sighting_due_at ON public.sighting USING btree (due_at);
CREATE INDEX ix_sighting_open ON public.sighting USING btree (code, answered_at);
CREATE INDEX ix_suggestion_open ON public.suggestion USING btree (done_at, bureau);
CREATE INDEX ix_throttle_since ON public.throttle USING btree (since);
CREATE INDEX ix_upload_account ON public.upload USING btree (account);
CREATE INDEX ix_upload_at ON public.upload USING btree (at);
CREATE UNIQUE INDEX uq_booking_standing ON public.booking USING btree (session, phone) WHERE ((state)::text = ANY ((ARRAY['confirmed'::character varying, 'waiting'::character varying])::text[]));
ALTER TABLE ONLY public.amenity
    ADD CONSTRAINT fk_amenity_code FOREIGN KEY (code) REFERENCES public.point(code);
ALTER TABLE ONLY public.api_replay
    ADD CONSTRAINT fk_api_replay_code FOREIGN KEY (code) REFERENCES public.point(code);
ALTER TABLE ONLY public.api_replay
    ADD CONSTRAINT fk_api_replay_token FOREIGN KEY (token) REFERENCES public.api_token(id);
ALTER TABLE ONLY public.booking
    ADD CONSTRAINT fk_booking_session FOREIGN KEY (session) REFERENCES public.offering_session(code);
ALTER TABLE ONLY public.contact
    ADD CONSTRAINT fk_contact_code FOREIGN KEY (code) REFERENCES public.point(code);
ALTER TABLE ONLY public.door
    ADD CONSTRAINT fk_door_code FOREIGN KEY (code) REFERENCES public.point(code);
ALTER TABLE ONLY public.door_day
    ADD CONSTRAINT fk_door_day_code FOREIGN KEY (code) REFERENCES public.point(code);
ALTER TABLE ONLY public.half_session
    ADD CONSTRAINT fk_half_session_account FOREIGN KEY (account) REFERENCES public.account(id);
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT fk_invitation_account FOREIGN KEY (account) REFERENCES public.account(id);
ALTER TABLE ONLY public.keeper_link
    ADD CONSTRAINT fk_keeper_link_code FOREIGN KEY (code) REFERENCES public.point(code);
ALTER TABLE ONLY public.keeper_use
    ADD CONSTRAINT fk_keeper_use_link FOREIGN KEY (link) REFERENCES public.keeper_link(id);
ALTER TABLE ONLY public.offering
    ADD CONSTRAINT fk_offering_code FOREIGN KEY (code) REFERENCES public.point(code);
ALTER TABLE ONLY public.offering_session
    ADD CONSTRAINT fk_offering_session_offering FOREIGN KEY (offering) REFERENCES public.offering(id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT fk_outbox_robot FOREIGN KEY (robot) REFERENCES public.robot(id);
ALTER TABLE ONLY public.position_candidate
    ADD CONSTRAINT fk_position_candidate_code FOREIGN KEY (code) REFERENCES public.point(code);
ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT fk_recovery_code_account FOREIGN KEY (account) REFERENCES public.account(id);
ALTER TABLE ONLY public.review_item
    ADD CONSTRAINT fk_review_item_batch FOREIGN KEY (batch) REFERENCES public.import_batch(id);
ALTER TABLE ONLY public.review_item
    ADD CONSTRAINT fk_review_item_code FOREIGN KEY (code) REFERENCES public.point(code);
ALTER TABLE ONLY public.revision
    ADD CONSTRAINT fk_revision_batch FOREIGN KEY (batch) REFERENCES public.import_batch(id);
ALTER TABLE ONLY public.revision
    ADD CONSTRAINT fk_revision_code FOREIGN KEY (code) REFERENCES public.point(code);
ALTER TABLE ONLY public.roster_opening
    ADD CONSTRAINT fk_roster_opening_session FOREIGN KEY (session) REFERENCES public.offering_session(code);
ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT fk_second_factor_account FOREIGN KEY (account) REFERENCES public.account(id);
ALTER TABLE ONLY public.session
    ADD CONSTRAINT fk_session_account FOREIGN KEY (account) REFERENCES public.account(id);
ALTER TABLE ONLY public.sighting
    ADD CONSTRAINT fk_sighting_code FOREIGN KEY (code) REFERENCES public.point(code);
ALTER TABLE ONLY public.space
    ADD CONSTRAINT fk_space_code FOREIGN KEY (code) REFERENCES public.point(code);
ALTER TABLE ONLY public.suggestion
    ADD CONSTRAINT fk_suggestion_code FOREIGN KEY (code) REFERENCES public.point(code);
ALTER TABLE ONLY public.upload
    ADD CONSTRAINT fk_upload_account FOREIGN KEY (account) REFERENCES public.account(id);
ALTER TABLE ONLY public.upload
    ADD CONSTRAINT fk_upload_batch FOREIGN KEY (batch) REFERENCES public.import_batch(id);
