using System.Reflection;
using Larq.ModelBuilder.Code;
using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Code;

/// <summary>A recipe's code, compiled, loaded and called as its user would.</summary>
internal sealed class GeneratedModel
{
    private readonly Type _class;
    private readonly MLContext _mlContext = new(1);

    public GeneratedModel(Recipe recipe)
    {
        var pipeline = new Pipeline(recipe);
        Names = new CodeNames(pipeline);
        var code = new GeneratedCode(Console: false, Api: false, PackageOrigin.Default);
        _class = CompiledCode.Load(code.Files(pipeline)).GetType($"{CodeNames.Namespace}.{Names.Class}", true)!;
    }

    public CodeNames Names { get; }

    public string ModelPath
    {
        set => _class.GetProperty("ModelPath")!.SetValue(null, value);
    }

    public string ValidationPath
    {
        set => _class.GetProperty("RetrainValidationFilePath")!.SetValue(null, value);
    }

    public Type Input => _class.GetNestedType("ModelInput")!;

    /// <summary>Train with all that the recipe says, but for the places of files.</summary>
    public void Train(string model, string rows)
    {
        var loading = Names.Recipe.Loading!;
        Call("Train", [model, rows, loading.Separator, loading.HasHeader,
            Names.Recipe.TestDataSet is null ? Names.Recipe.SplitRatio : 0]);
    }

    public string Evaluate(string rows)
    {
        var loading = Names.Recipe.Loading!;
        return (string)Call("Evaluate", [rows, loading.Separator, loading.HasHeader, Names.Recipe.SplitRatio])!;
    }

    /// <summary>What it says of each row of a file, row by row, through its own loader and its own engine.</summary>
    public IReadOnlyList<(string? Label, float[] Scores)> Predict(string rows)
    {
        var loading = Names.Recipe.Loading!;
        var data = (IDataView)Call(
            "LoadIDataViewFromFile", [_mlContext, rows, loading.Separator, loading.HasHeader])!;
        var enumerate = typeof(DataOperationsCatalog).GetMethods()
            .Single(method => method.Name == "CreateEnumerable").MakeGenericMethod(Input);
        var inputs = (System.Collections.IEnumerable)enumerate.Invoke(
            _mlContext.Data, [data, false, false, null])!;
        return [.. inputs.Cast<object>().Select(Predict)];
    }

    public (string? Label, float[] Scores) Predict(object input)
    {
        var output = Call("Predict", [input])!;
        var score = output.GetType().GetProperty("Score")!.GetValue(output);
        return (
            (string?)output.GetType().GetProperty("PredictedLabel")?.GetValue(output),
            score as float[] ?? [(float)score!]);
    }

    public object? Call(string name, object?[] arguments)
    {
        var method = _class.GetMethods().Single(one => one.Name == name && one.GetParameters() is var parameters
            && parameters.Length == arguments.Length
            && parameters.Zip(arguments).All(pair => pair.First.ParameterType.IsInstanceOfType(pair.Second)));
        return method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

}
