using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Code;

/// <summary><c>Name.Api</c>: a program that predicts over HTTP, with a pool of engines.</summary>
internal static class ApiProject
{
    public static IEnumerable<GeneratedFile> Of(CodeNames names, PackageOrigin packages)
    {
        yield return ProjectFiles.Project(
            names, packages, "Api", "Microsoft.NET.Sdk.Web", withTraining: false,
            """
            <!-- Predicting needs no libtorch. -->
            <LarqScoringOnly>true</LarqScoringOnly>
            """);
        yield return new GeneratedFile($"{names.Recipe.Name}.Api/Program.cs", Program(names)) { IsForPeople = true };
    }

    /// <summary>The row that the console program begins with, as the API takes it.</summary>
    public static string Example(CodeNames names)
    {
        var row = new JsonObject();
        foreach (var (column, _) in names.Properties)
        {
            if (column.Purpose != Purpose.Feature) continue;
            var value = Examples.Read(names, column);
            if (value is float.NaN) continue;
            row[names.Pipeline.Columns.Of(column)] = value is float number ? number : JsonValue.Create((string)value);
        }

        return row.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static string Program(CodeNames names)
    {
        var isClasses = names.Recipe.Scenario != Scenario.Regression;
        var isImages = names.Recipe.Scenario == Scenario.ImageClassification;
        var name = names.Class;
        return CodeNames.Whole($$"""
            using System.Reflection;
            using System.Text.Json.Serialization;
            using System.Text.Json.Serialization.Metadata;
            using LarqModels;
            using Microsoft.Extensions.ObjectPool;
            using Microsoft.ML;
            using Microsoft.ML.Data;

            // dotnet run --urls http://localhost:5000
            // POST /predict takes {{(isImages
                ? "the bytes of an image."
                : "a row, its columns called as in the data; what is left out is missing.\n// GET / shows a row.")}}
            var builder = WebApplication.CreateSlimBuilder(args);
            builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = {{Limit(names)}});
            builder.Services.AddProblemDetails();
            builder.Services.ConfigureHttpJsonOptions(json =>
            {
                // A misspelled column is told of instead of being taken for a missing one.
                json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
                json.SerializerOptions.RespectNullableAnnotations = true;
                json.SerializerOptions.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
                json.SerializerOptions.PropertyNameCaseInsensitive = false;
                json.SerializerOptions.TypeInfoResolver =
                    new DefaultJsonTypeInfoResolver { Modifiers = { CallAsColumns } };
            });
            builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);

            // An engine is for one thread at a time and dear to make: it is lent and taken back.
            var engines = new DefaultObjectPoolProvider().Create(new EnginePolicy());
            {{(isClasses ? $"var labels = {name}.GetLabels();" : "")}}

            var app = builder.Build();
            app.UseExceptionHandler(errors => errors.Run(context =>
            {
                var error = context.Features.Get<Microsoft.AspNetCore.Diagnostics.IExceptionHandlerFeature>()?.Error;
                return (error is BadHttpRequestException bad
                    ? TypedResults.Problem(bad.InnerException?.Message ?? bad.Message, statusCode: bad.StatusCode)
                    : TypedResults.Problem(statusCode: 500)).ExecuteAsync(context);
            }));
            app.UseStatusCodePages();
            {{(isImages ? "" : Row(names))}}
            app.MapGet("/health", () => "ready");
            {{(isImages ? ImagePost(name) : RowPost(name))}}
            await app.RunAsync();

            Answer Predict({{name}}.ModelInput row)
            {
                var engine = engines.Get();
                try
                {
                    {{CodeNames.At(8, isClasses ? Classes : Number)}}
                }
                finally
                {
                    engines.Return(engine);
                }
            }

            // JSON calls a column as the data does, not as C# has to.
            static void CallAsColumns(JsonTypeInfo type)
            {
                if (type.Type != typeof({{name}}.ModelInput)) return;
                foreach (var property in type.Properties)
                {
                    var column = (property.AttributeProvider as MemberInfo)?.GetCustomAttributesData()
                        .FirstOrDefault(data => data.AttributeType == typeof(ColumnNameAttribute));
                    if (column?.ConstructorArguments is [{ Value: string name }]) property.Name = name;
                }
            }

            internal sealed class EnginePolicy :
                PooledObjectPolicy<PredictionEngine<{{name}}.ModelInput, {{name}}.ModelOutput>>
            {
                public override PredictionEngine<{{name}}.ModelInput, {{name}}.ModelOutput> Create() =>
                    {{name}}.CreatePredictEngine();

                public override bool Return(PredictionEngine<{{name}}.ModelInput, {{name}}.ModelOutput> engine) => true;
            }

            {{(isClasses ? "internal sealed record Answer(string PredictedLabel, Dictionary<string, float> Scores);"
                : "internal sealed record Answer(float Score);")}}

            """);
    }

    private static string Row(CodeNames names) =>
        $$"""
        app.MapGet("/", () => TypedResults.Text(
            {{CSharpText.Literal(Example(names))}}, "application/json"));
        """;

    private static string RowPost(string name) =>
        $$"""app.MapPost("/predict", ({{name}}.ModelInput row) => Predict(row));""";

    private static string ImagePost(string name) =>
        $$"""
        app.MapPost("/predict", async Task<IResult> (HttpRequest request) =>
        {
            // The model reads images from files.
            var path = Path.GetTempFileName();
            try
            {
                await using (var file = File.Create(path)) await request.Body.CopyToAsync(file);
                return TypedResults.Ok(Predict(new {{name}}.ModelInput { ImagePath = path }));
            }
            catch (Exception error) when (error is ArgumentException or InvalidOperationException)
            {
                return TypedResults.Problem("This is no image, or a broken one.", statusCode: 400);
            }
            finally
            {
                File.Delete(path);
            }
        });
        """;

    private const string Classes =
        """
        var result = engine.Predict(row);
        return new Answer(
            result.PredictedLabel,
            labels.Zip(result.Score).ToDictionary(pair => pair.First, pair => pair.Second));
        """;

    private const string Number = "return new Answer(engine.Predict(row).Score);";

    // Sixteen times what the example takes, and room for text.
    private static string Limit(CodeNames names) =>
        names.Recipe.Scenario == Scenario.ImageClassification
            ? "16 * 1024 * 1024"
            : Math.Max(64 * 1024, 16 * Example(names).Length).ToString(CultureInfo.InvariantCulture);
}
