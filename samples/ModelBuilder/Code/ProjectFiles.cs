using System.Security;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Code;

/// <summary>What the generated projects have in common.</summary>
internal static class ProjectFiles
{
    /// <summary>A project that stands alone wherever it lies, with a model and what predicts by it.</summary>
    public static GeneratedFile Project(
        CodeNames names, PackageOrigin packages, string kind, string sdk, bool withTraining, string more)
    {
        var name = Xml(names.Recipe.Name);
        var torch = withTraining
            ? $"""
                <PackageReference Include="TorchSharp-cpu" Version="{PackageOrigin.TorchVersion}"
                                  Condition="'$(Training)' == 'true'" />

            """
            : "";
        var keep = names.Recipe.Scenario == Scenario.ImageClassification
            ? "\n    <LarqKeepImages>true</LarqKeepImages>"
            : "";
        var others = withTraining ? $";../{name}.training.cs;../{name}.evaluate.cs" : "";
        return new($"{names.Recipe.Name}.{kind}/{names.Recipe.Name}.{kind}.csproj", $"""
            <Project>

              <!-- Settings of folders above are not taken over: this project stands alone. -->
              <PropertyGroup>
                <ImportDirectoryBuildProps>false</ImportDirectoryBuildProps>
                <ImportDirectoryBuildTargets>false</ImportDirectoryBuildTargets>
                <ImportDirectoryPackagesProps>false</ImportDirectoryPackagesProps>
              </PropertyGroup>
              <Import Project="Sdk.props" Sdk="{sdk}" />

              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <RuntimeIdentifier>$(NETCoreSdkPortableRuntimeIdentifier)</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <InvariantGlobalization>true</InvariantGlobalization>
                {CodeNames.At(4, more)}{keep}
              </PropertyGroup>

              <ItemGroup>
                <PackageReference Include="Microsoft.ML.Larq" Version="{Xml(packages.Version)}" />
            {torch}    <Compile Include="../{name}.consumption.cs{others}" />
                <None Include="../{name}.zip" Link="{name}.zip" CopyToOutputDirectory="PreserveNewest" />
              </ItemGroup>

              <Import Project="Sdk.targets" Sdk="{sdk}" />

            </Project>

            """)
        {
            IsForPeople = true,
        };
    }

    /// <summary>Where packages come from besides the machine's own sources; null where from nowhere.</summary>
    public static GeneratedFile? NuGetConfig(PackageOrigin packages) => packages.Folder is not { } folder
        ? null
        : new GeneratedFile("nuget.config", $"""
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <packageSources>
                <add key="larq" value="{Xml(folder)}" />
              </packageSources>
            </configuration>

            """)
        {
            IsForPeople = true,
        };

    // In a list of files ; is between two, and * and ? stand for others.
    private static string Xml(string text) => SecurityElement.Escape(text
        .Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal)
        .Replace("$", "%24", StringComparison.Ordinal).Replace("@", "%40", StringComparison.Ordinal)
        .Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal));
}
