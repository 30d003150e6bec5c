using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;
using WebApi;

if (args is ["--linear", var path]) return LinearModel.Train(path);

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.Configure<ServingOptions>(builder.Configuration.GetSection("Serving"));
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = 64 * 1024);
var serving = builder.Configuration.GetSection("Serving").Get<ServingOptions>() ?? new ServingOptions();
serving.Check();

builder.Services.AddSingleton<ModelSource>().AddHostedService(services => services.GetRequiredService<ModelSource>());
builder.Services.AddSingleton<Readiness>().AddHostedService(services => services.GetRequiredService<Readiness>());
builder.Services.AddHealthChecks().AddCheck<Readiness>("model");
builder.Services.AddProblemDetails();
builder.Services.ConfigureHttpJsonOptions(
    json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, DigitJson.Default));
builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30 + serving.DrainSeconds));
builder.Services.AddRateLimiter(limits =>
{
    limits.RejectionStatusCode = StatusCodes.Status503ServiceUnavailable;
    limits.OnRejected = (context, _) =>
    {
        context.HttpContext.Response.Headers.RetryAfter = "1";
        return ValueTask.CompletedTask;
    };
    limits.AddConcurrencyLimiter("scoring", limit => (limit.PermitLimit, limit.QueueLimit) =
        (serving.Concurrent, serving.Waiting));
});

var app = builder.Build();
app.UseExceptionHandler(new ExceptionHandlerOptions
{
    ExceptionHandler = InputErrors.Unreadable,

    // What a client sent wrong is told to the client; the log would have a stack trace of each.
    SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
});
app.UseStatusCodePages();
app.UseRateLimiter();

// Health is not scored and never waits. Live: the process answers. Ready: send requests here.
app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
app.MapHealthChecks("/health/ready");

var scoring = app.MapGroup("").RequireRateLimiting("scoring").AddEndpointFilter(InputErrors.Check);
scoring.MapPost("/engine", (Digit digit, ModelSource source) => source.Model.Predict(digit));
scoring.MapPost("/packed", Results<Ok<DigitPrediction>, ProblemHttpResult> (Digit digit, ModelSource source) =>
    source.Model.Packed is { } network
        ? TypedResults.Ok(ServedModel.Predict(network, digit))
        : TypedResults.Problem($"'{serving.Model}' holds no binarized network.", statusCode: 404));
if (serving.Slow) SlowWays.Map(scoring);

await app.RunAsync();
return 0;
