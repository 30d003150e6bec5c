using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Larq;
using Microsoft.ML.Larq.Networks;

/// <summary>
/// Loads files that may ask for anything, scores a row of each that loads, and says how long each took and how much
/// memory. Started by tests that bound its heap and its time.
/// </summary>
internal static class Guarded
{
    /// <summary>The first file is a small good model, by which the process's own needs are known.</summary>
    public static void Run(string[] files)
    {
        var context = new MLContext();
        Console.WriteLine($"ready: {Outcome(context, files[0])}");
        var before = Kilobytes("VmRSS");
        foreach (var file in files.Skip(1))
        {
            ForgetThePeak();
            var watch = Stopwatch.StartNew();
            var outcome = Outcome(context, file);
            var seconds = watch.Elapsed.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture);
            var peak = Kilobytes("VmHWM") - before;
            Console.WriteLine($"file: {Path.GetFileName(file)}\t{seconds}\t{peak}\t{outcome.ReplaceLineEndings(" ")}");
        }
    }

    // So that a file answers for its own memory, and not for what earlier ones left to the collector. Where the system
    // refuses to reset the peak, it is that of all files up to here, which is never less.
    private static void ForgetThePeak()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        try
        {
            if (OperatingSystem.IsLinux()) File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.WriteLine($"The peak was not reset: {error.Message}");
        }
    }

    private static string Outcome(MLContext context, string file)
    {
        try
        {
            return Path.GetExtension(file) == ".json" ? Read(file) : Score(context, file);
        }
        catch (Exception error)
        {
            while (error is TargetInvocationException { InnerException: { } inner }) error = inner;
            return $"{error.GetType().Name}: {error.Message}";
        }
    }

    private static string Read(string file)
    {
        var definition = NetworkDefinition.FromJson(File.ReadAllText(file));
        return $"read {definition.Layers.Length} layers";
    }

    private static string Score(MLContext context, string file)
    {
        var model = context.Model.Load(file, out var schema);
        var features = SchemaDefinition.Create(typeof(Row));
        features[nameof(Row.Features)].ColumnType = schema[nameof(Row.Features)].Type;
        var size = ((VectorDataViewType)schema[nameof(Row.Features)].Type).Size;
        var row = new Row { Features = [.. Enumerable.Range(0, size).Select(j => MathF.Sin(j))] };
        var output = model.Transform(context.Data.LoadFromEnumerable([row], features));
        var warnings = ((BinarizedNetworkTransformer)model).History.Warnings.Count;
        var scores = output.Schema["Score"].Type is VectorDataViewType
            ? output.GetColumn<float[]>("Score").First().Length
            : output.GetColumn<float>("Score").Count();
        return $"scored {scores} numbers, {warnings} warnings";
    }

    // Linux alone says; elsewhere 0.
    private static long Kilobytes(string name) => !File.Exists("/proc/self/status") ? 0 : File
        .ReadLines("/proc/self/status").Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => long.Parse(line.Where(char.IsAsciiDigit).ToArray(), CultureInfo.InvariantCulture)).First();
}
