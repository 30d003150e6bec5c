namespace Larq.ModelBuilder.Code;

/// <summary>The program of <c>Name.Console</c> for images.</summary>
internal static class ImageConsole
{
    public static string Program(CodeNames names) => CodeNames.Whole(
        $$"""
        using System.Globalization;
        using {{CodeNames.Namespace}};

        // dotnet run -- predict IMAGE …                       says what images show
        // dotnet run -- evaluate FOLDER                       how right the model is on the images kept for testing
        // dotnet run -p:Training=true -- train FOLDER MODEL   trains again and saves the model
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        switch (args)
        {
            case ["predict", _, ..]:
                foreach (var image in args.Skip(1)) Predict(image);
                return 0;
            case ["evaluate", var folder]:
                Console.Write({{names.Class}}.Evaluate(folder));
                return 0;
            case ["train", var folder, var model]:
                {{names.Class}}.Train(model, folder);
                return 0;
            default:
                Console.Error.WriteLine(
                    "predict IMAGE …, evaluate FOLDER or train FOLDER MODEL, got: " + string.Join(' ', args));
                return 2;
        }

        static void Predict(string image)
        {
            var result = {{names.Class}}.Predict(new {{names.Class}}.ModelInput { ImagePath = image });
            Console.WriteLine($"{result.PredictedLabel}\t{string.Join('\t', result.Score)}\t{image}");
        }

        """);
}
